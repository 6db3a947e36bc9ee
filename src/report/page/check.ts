import { html } from '../kit/html.js';
import type { PageSection } from './document.js';
import type { ExperimentData } from './experiment-data.js';
import { ownPartText } from './own-part.js';
import { labelledList, paragraphs } from './parts.js';

/** What the figures can be checked by; its panel computes them again. */
export function checkSection({ results }: ExperimentData): PageSection {
  const hashes = results.map(({ variant, traceHash }): [string, string] => [
    variant,
    `trace hash ${traceHash}`,
  ]);
  const own = new Set(results.flatMap((result) => result.own.map(ownPartText)));
  return {
    id: 'check',
    title: 'The same figures again',
    body: html`<p>Of the same scenario, seed and version every run gives the same events, which a hash tells.</p>
${labelledList(hashes)}${paragraphs([...own], 'small')}`,
  };
}
