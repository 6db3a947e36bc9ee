import type { Style } from '../kit/style.js';
import { paragraph } from '../kit/words.js';
import { leastPrecise, precisionSentence } from './precision.js';
import type { RunReport } from './report.js';

/** How well runs know what was to be known, in an answer; nothing where it was not asked. */
export function precisionText(runs: readonly RunReport[], style: Style): string[] {
  const isReached = leastPrecise(runs)?.reached === true;
  return precisionSentence(runs)
    .map((says) => paragraph(says, 2))
    .map((text) => (isReached ? text : style.unsure(text)));
}
