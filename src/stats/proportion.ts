import { type Estimation, estimateAt, within } from './interval.js';
import { normalQuantile } from './normal.js';

/**
 * The mean of proportions over replications, with an interval in 0..1 that is never narrower than
 * Wilson's: no proportion is known better than so many independent trials would tell it.
 * @param values one per replication, fractions
 * @param trials how many there were in all replications together
 * @param alpha probability that the mean lies outside
 * @returns null below two values
 */
export function estimateProportion(
  values: readonly number[],
  trials: number,
  alpha: number,
): Estimation | null {
  const estimation = estimateAt(values, alpha, (mean, times) =>
    wilson(Math.min(1, Math.max(0, mean)), trials * times, alpha),
  );
  return within(estimation, 0, 1);
}

/**
 * Wilson's interval of a proportion (1927). As a floor it keeps a few requests that all happened to
 * go one way from looking like certainty: shares near 0 or 1, and replications that are all alike.
 * @param trials how many requests the proportion is of
 */
export function wilson(
  proportion: number,
  trials: number,
  alpha: number,
): readonly [low: number, high: number] {
  const z = -normalQuantile(alpha / 2);
  const square = (z * z) / trials;
  const centre = (proportion + square / 2) / (1 + square);
  const spread = (proportion * (1 - proportion)) / trials + square / trials / 4;
  const half = (z * Math.sqrt(spread)) / (1 + square);
  return [Math.min(proportion, centre - half), Math.max(proportion, centre + half)];
}
