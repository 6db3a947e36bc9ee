/**
 * Alpha-spending: how much of an error budget each look at growing data may use, so that all looks
 * together stay within it. Look k gets `alpha / 2^k`, the last one all that is left.
 * @param alpha the budget, a probability
 * @param looks how many looks there may be, 1 or more
 */
export function spending(alpha: number, looks: number): number[] {
  const parts: number[] = [];
  let left = alpha;
  for (let look = 1; look < looks; look++) {
    left /= 2;
    parts.push(left);
  }
  return [...parts, left];
}

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
