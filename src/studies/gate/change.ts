import { momentsOf } from '../../stats/moments.js';
import { studentTQuantile } from '../../stats/student-t.js';

/** Values of replications, as far as it takes to compare them: mean, spread and number. */
export interface Spread {
  readonly mean: number;
  /** Standard deviation between replications; 0 for a single one. */
  readonly sd: number;
  readonly n: number;
}

/** The spread of values; without any, n is 0. */
export function spreadOf(values: readonly number[]): Spread {
  const { mean, deviation } = momentsOf(values);
  return { mean, sd: deviation, n: values.length };
}

/** A figure that is compared with what it was. */
export interface FigureChange {
  /** Such as `share(gpt-4.1)`. */
  readonly figure: string;
  readonly unit: 'share' | 'seconds' | 'count';
  readonly before: number;
  readonly after: number;
  readonly difference: number;
  /** Of the difference; null where one side has fewer than two replications. */
  readonly interval: readonly [low: number, high: number] | null;
  /** The level of the interval, a fraction. */
  readonly level: number;
  /** Whether the interval excludes 0. */
  readonly distinguishable: boolean;
}

/**
 * The difference of two means with Welch's interval, which does not take the spreads to be alike.
 * Replications with common luck make it wider than need be, never narrower.
 * @param confidence of the interval, a fraction
 */
export function changeOf(
  before: Spread,
  after: Spread,
  confidence: number,
): Pick<FigureChange, 'difference' | 'interval' | 'level' | 'distinguishable'> {
  const difference = after.mean - before.mean;
  const level = confidence;
  if (before.n < 2 || after.n < 2) {
    return { difference, interval: null, level, distinguishable: false };
  }
  const a = (before.sd * before.sd) / before.n;
  const b = (after.sd * after.sd) / after.n;
  const variance = a + b;
  if (variance === 0) {
    const interval = [difference, difference] as const;
    return { difference, interval, level, distinguishable: difference !== 0 };
  }
  // Welch and Satterthwaite.
  const degrees = (variance * variance) / ((a * a) / (before.n - 1) + (b * b) / (after.n - 1));
  const half = -studentTQuantile((1 - confidence) / 2, degrees) * Math.sqrt(variance);
  const interval = [difference - half, difference + half] as const;
  return { difference, interval, level, distinguishable: interval[0] > 0 || interval[1] < 0 };
}
