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
