import { normalQuantile } from '../kernel/normal.js';
import { studentTQuantile } from './student-t.js';

/** A mean over independent replications, with an interval of any level. */
export interface Estimation {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Whether all values were the same. */
  readonly constant: boolean;
  readonly replications: number;
  /** Half the width that an interval over so many replications would have. */
  readonly halfWidthAt: (replications: number) => number;
}

/** How far rounding alone may put values apart that are the same. */
export const ROUNDING = 1e-12;

/**
 * What is known besides the values: their interval is never narrower than this around the mean.
 * @returns bounds for so many times the data
 */
export type Floor = (mean: number, times: number) => readonly [low: number, high: number];

/**
 * The two-sided interval of a mean: Student's t over replications.
 * @param values one per replication; null below two
 * @param alpha probability that the mean lies outside
 */
export function estimateAt(
  values: readonly number[],
  alpha: number,
  floor: Floor = (mean) => [mean, mean],
): Estimation | null {
  const n = values.length;
  if (n < 2) return null;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / n;
  let squares = 0;
  let spread = 0;
  for (const value of values) {
    squares += (value - mean) * (value - mean);
    spread = Math.max(spread, Math.abs(value - mean));
  }
  const constant = spread <= ROUNDING * Math.max(1, Math.abs(mean));
  const deviation = constant ? 0 : Math.sqrt(squares / (n - 1));
  const ofMean = (m: number) =>
    deviation === 0 ? 0 : (-studentTQuantile(alpha / 2, m - 1) * deviation) / Math.sqrt(m);
  const half = ofMean(n);
  const [least, most] = floor(mean, 1);
  return {
    mean,
    low: Math.min(mean - half, least),
    high: Math.max(mean + half, most),
    constant,
    replications: n,
    halfWidthAt: (m) => {
      const [low, high] = floor(mean, m / n);
      return Math.max(ofMean(m), mean - low, high - mean);
    },
  };
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
