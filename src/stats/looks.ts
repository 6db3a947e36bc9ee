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

/**
 * The error probability of an interval that is shown once it is narrow enough, after any number of
 * looks that found it too wide. Nothing was said at these, so there is one interval to err, with the first
 * part of the budget; the other half pays for stopping where the spread happens to look small
 * (docs/decisions/0014-looks-and-their-errors.md).
 * @param alpha the budget, a probability
 */
export function stoppedAlpha(alpha: number): number {
  return spending(alpha, 2)[0] as number;
}

/** A look waits for all that is under way, so it is worth one only after a twentieth more. */
const LEAST_GROWTH = 1.05;
/** What few replications tell of the spread does not carry farther than this. */
const MOST_GROWTH = 2;

/**
 * How many replications the next look has.
 * @param replications those of this one
 * @param needed how many would do, going by their spread
 */
export function nextLook(replications: number, needed: number): number {
  const least = Math.ceil(replications * LEAST_GROWTH);
  return Math.min(replications * MOST_GROWTH, Math.max(least, needed));
}
