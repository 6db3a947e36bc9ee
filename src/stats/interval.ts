import { momentsOf } from './moments.js';
import { studentTQuantile } from './student-t.js';

/** A mean over independent replications, with an interval of any level. */
export interface Estimation {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Whether all values were the same. */
  readonly constant: boolean;
  readonly replications: number;
  /** How far from the mean an interval over so many replications would reach, at most. */
  readonly reachAt: (replications: number) => number;
}

/**
 * What is known besides the values: their interval is never narrower than this around the mean.
 * @returns bounds for so many times the data
 */
export type Floor = (mean: number, times: number) => readonly [low: number, high: number];

/**
 * The two-sided interval of a mean over replications: Student's t, wider on the side to which the
 * values are skewed. Every interval of a mean that latsim shows or judges by is this one, each at
 * its own level; one at a higher level holds those at lower ones.
 * @param values one per replication
 * @param alpha probability that the mean lies outside
 * @returns null below two values
 */
export function estimateAt(
  values: readonly number[],
  alpha: number,
  floor: Floor = (mean) => [mean, mean],
): Estimation | null {
  const n = values.length;
  if (n < 2) return null;
  const { mean, deviation, skewness, constant } = momentsOf(values);
  const reaches = (m: number): { down: number; up: number } => {
    if (constant) return { down: 0, up: 0 };
    const t = -studentTQuantile(alpha / 2, m - 1);
    const error = deviation / Math.sqrt(m);
    return { down: skewed(t, -skewness, m) * error, up: skewed(t, skewness, m) * error };
  };
  const { down, up } = reaches(n);
  const [least, most] = floor(mean, 1);
  return {
    mean,
    low: Math.min(mean - down, least),
    high: Math.max(mean + up, most),
    constant,
    replications: n,
    reachAt: (m) => {
      const [low, high] = floor(mean, m / n);
      const { down, up } = reaches(m);
      return Math.max(down, up, mean - low, high - mean);
    },
  };
}

/** No more than is possible: cut at the least and the most that the mean can be. */
export function within(
  estimation: Estimation | null,
  least: number,
  most: number,
): Estimation | null {
  return (
    estimation && {
      ...estimation,
      low: Math.max(least, estimation.low),
      high: Math.min(most, estimation.high),
    }
  );
}

/** How many of its standard errors the skewness is taken to be higher than it looks. */
const CAUTION = 0.5;

/**
 * A quantile of the t statistic for skewed values, never less than the one for even values: the
 * cubic transformation of Hall (1992, On the removal of skewness by transformation, Journal of the
 * Royal Statistical Society B 54, 221-228). A few values hide their skewness, so it is taken to be
 * half of its standard error, sqrt(6 / n), more.
 * @param skewness towards the side in question
 */
function skewed(t: number, skewness: number, n: number): number {
  const q = (skewness + CAUTION * Math.sqrt(6 / n)) / Math.sqrt(n);
  if (q <= 0) return t;
  return Math.max(t, (3 / q) * (1 - cubeRoot(1 - q * (t + q / 6))));
}

/** Not Math.cbrt, whose last bits may differ between engines. */
function cubeRoot(value: number): number {
  return value === 0 ? 0 : Math.sign(value) * Math.exp(Math.log(Math.abs(value)) / 3);
}
