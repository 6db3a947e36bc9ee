import { exp, ln } from './elementary.js';
import { type Moments, momentsOf } from './moments.js';
import { studentTQuantile } from './student-t.js';
import { wilson } from './wilson.js';

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

/** Where every single value lies, and so their mean. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** Of values that may be anything. */
const ANYWHERE: Bounds = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };

/**
 * What is known besides the values: their interval is never narrower than this around the mean.
 * @returns bounds for so many times the data
 */
export type Floor = (mean: number, times: number) => readonly [low: number, high: number];

/**
 * Fewer replications than these are too few for an interval. From here on it keeps its level within
 * a point for shares of very different distributions, and a gate the error rates that it states: see
 * docs/decisions/0023-intervals-begin-at-ten-replications.md, and test/slow/coverage.test.ts.
 */
export const FEWEST_REPLICATIONS = 10;

/** Whether so many replications are too few for an interval. */
export function tooFew(replications: number): boolean {
  return replications < FEWEST_REPLICATIONS;
}

/**
 * The two-sided interval of a mean over replications: Student's t, wider on the side to which the
 * values are skewed, and between bounds also on the side on which there is more room. Every interval
 * of a mean that latsim shows or judges by is this one, each at its own level; one at a higher level
 * holds those at lower ones.
 * @param values one per replication
 * @param alpha probability that the mean lies outside
 * @param bounds of each value
 * @returns null for too few replications
 */
export function estimateAt(
  values: readonly number[],
  alpha: number,
  bounds: Bounds = ANYWHERE,
  floor: Floor = (mean) => [mean, mean],
): Estimation | null {
  const n = values.length;
  if (tooFew(n)) return null;
  const moments = momentsOf(values);
  const { mean, constant } = moments;
  const around = (m: number): readonly [low: number, high: number] => {
    const [least, most] = floor(mean, m / n);
    const [low, high] = constant ? [mean, mean] : intervalFrom(moments, m, alpha, bounds);
    return [Math.min(low, least), Math.max(high, most)];
  };
  const [low, high] = around(n);
  return {
    mean,
    low: Math.max(bounds.least, low),
    high: Math.min(bounds.most, high),
    constant,
    replications: n,
    reachAt: (m) => {
      const [low, high] = around(m);
      return Math.max(mean - low, high - mean);
    },
  };
}

/** More replications than this are none. */
const MOST_NEEDED = 1e9;

/** How many replications give an interval that does not reach as far as this; null: none do. */
export function neededFor({ replications, reachAt }: Estimation, distance: number): number | null {
  let enough = replications + 1;
  while (reachAt(enough) > distance) {
    enough *= 2;
    if (enough > MOST_NEEDED) return null;
  }
  let tooFew = replications;
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (reachAt(middle) > distance) tooFew = middle;
    else enough = middle;
  }
  return enough;
}

/**
 * The interval of `estimateAt` from no more than moments, over so many replications. It may go beyond
 * the bounds.
 *
 * Between bounds the spread of values depends on where their mean is: near a bound it is small, so a
 * mean that chance has put there looks better known than it is. So it is also taken to be what it
 * would be at the end in question, by Wilson's interval with the effective number of trials, that of
 * independent yes and no with the same error, and quantiles of t (Dean and Pagano 2015, Evaluating
 * confidence interval methods for binomial proportions in clustered surveys, Journal of Survey
 * Statistics and Methodology 3, 484-503). The wider of the two counts, on either side.
 */
export function intervalFrom(
  { mean, deviation, skewness }: Omit<Moments, 'constant'>,
  replications: number,
  alpha: number,
  { least, most }: Bounds = ANYWHERE,
): readonly [low: number, high: number] {
  const t = -studentTQuantile(alpha / 2, replications - 1);
  const error = deviation / Math.sqrt(replications);
  const down = skewed(t, -skewness, replications);
  const up = skewed(t, skewness, replications);
  const [low, high] = [mean - down * error, mean + up * error];
  const width = most - least;
  const p = (mean - least) / width;
  // Also where there are no bounds: then this is no number.
  if (!(p > 0 && p < 1)) return [low, high];
  const relative = error / width;
  const trials = (p * (1 - p)) / (relative * relative);
  const [lowest] = wilson(p, trials, down);
  const [, highest] = wilson(p, trials, up);
  return [Math.min(low, least + width * lowest), Math.max(high, least + width * highest)];
}

/**
 * A quantile of the t statistic for skewed values, never less than the one for even values: the
 * cubic transformation of Hall (1992, On the removal of skewness by transformation, Journal of the
 * Royal Statistical Society B 54, 221-228). A few values hide their skewness, so it is taken to be
 * its standard error, sqrt(6 / n), more than it looks.
 * @param skewness towards the side in question
 */
function skewed(t: number, skewness: number, n: number): number {
  const q = (skewness + Math.sqrt(6 / n)) / Math.sqrt(n);
  if (q <= 0) return t;
  return Math.max(t, (3 / q) * (1 - cubeRoot(1 - q * (t + q / 6))));
}

/** Not Math.cbrt, whose last bits may differ between engines. */
function cubeRoot(value: number): number {
  return value === 0 ? 0 : Math.sign(value) * exp(ln(Math.abs(value)) / 3);
}
