import { html } from '../kit/html.js';
import type { PageSection } from './document.js';
import { labelledList } from './parts.js';

/** What somebody has to know to read a page who was sent it. */
const WORDS: readonly (readonly [word: string, meaning: string])[] = [
  ['deployment', 'one place that can answer a request; a group is deployments that are alike'],
  ['logger', 'records how long each answer took, so that the router can look it up'],
  ['sample', 'what one answer adds to that record'],
  ['map', 'where the samples of all deployments of a model are kept, for a limited time'],
  ['flush', 'answers that were waiting are logged together, at the same time'],
  [
    'lost update',
    'two answers are logged at once: both read the map, and the later write drops the sample of the earlier one',
  ],
  ['random choice', 'what a group would get if every deployment were as likely as any other'],
  [
    'replication',
    'the same scenario with other random numbers; the interval is for the mean of all of them',
  ],
];

/** The words of a page that not everybody knows, for whoever opens them. */
export const wordsSection: PageSection = {
  id: 'words',
  body: html`<details>
<summary>What the words mean</summary>
${labelledList(WORDS)}</details>
`,
};
