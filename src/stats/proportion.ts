import { type Estimation, estimateAt } from './interval.js';
import { normalQuantile } from './normal.js';
import { wilson } from './wilson.js';

/** What a proportion can be. */
export const PROPORTIONS = { least: 0, most: 1 } as const;

/**
 * The mean of proportions over replications, with an interval in 0..1 that is never narrower than
 * Wilson's: no proportion is known better than so many independent trials would tell it. So a few
 * requests that all happened to go one way do not look like certainty: shares near 0 or 1, and
 * replications that are all alike.
 * @param values one per replication, fractions
 * @param trials how many there were in all replications together
 * @param alpha probability that the mean lies outside
 * @returns null for too few replications
 */
export function estimateProportion(
  values: readonly number[],
  trials: number,
  alpha: number,
): Estimation | null {
  const z = -normalQuantile(alpha / 2);
  return estimateAt(values, alpha, PROPORTIONS, (mean, times) =>
    wilson(Math.min(1, Math.max(0, mean)), trials * times, z),
  );
}
