import { spending } from '../stats/looks.js';

/** Confidence of everything that is judged together, where nobody says otherwise. */
export const DEFAULT_CONFIDENCE = 0.99;

/**
 * The error probability of each interval at each look: the budget is shared equally by all
 * intervals (Bonferroni), and each share is spent over the looks.
 * @param confidence of everything that is judged together, below 1
 * @param intervals how many intervals are judged together (see `intervalsOf`)
 * @param looks how many looks there may be, 1 or more
 */
export function alphas(confidence: number, intervals: number, looks: number): number[] {
  return spending((1 - confidence) / Math.max(1, intervals), looks);
}
