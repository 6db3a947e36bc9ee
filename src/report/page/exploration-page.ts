import type { Page } from './document.js';
import { explorationParts, type ToldExploration } from './exploration.js';
import { findingSection } from './finding.js';

/** A page about an exploration. */
export function explorationPage(explored: ToldExploration): Page {
  const { title, finding, sections, footer } = explorationParts(explored);
  return { title, sections: [findingSection(finding), ...sections], footer };
}
