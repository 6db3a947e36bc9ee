import { html } from '../kit/html.js';
import type { PageSection } from './document.js';
import type { ExperimentData } from './experiment-data.js';
import { labelledList } from './parts.js';

/** What the figures can be checked by; its panel computes them again. */
export function checkSection({ results }: ExperimentData): PageSection {
  const hashes = results.map(({ logger, traceHash }): [string, string] => [
    logger,
    `trace hash ${traceHash}`,
  ]);
  return {
    id: 'check',
    title: 'The same figures again',
    body: html`<p>Of the same scenario, seed and version every run gives the same events, which a hash tells.</p>
${labelledList(hashes)}`,
  };
}
