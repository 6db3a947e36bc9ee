import { intervalFrom, tooFew } from '../../stats/interval.js';
import { momentsOf } from '../../stats/moments.js';
import { studentTQuantile } from '../../stats/student-t.js';

/** Values of replications, as far as it takes to compare them: mean, spread and number. */
export interface Spread {
  readonly mean: number;
  /** Standard deviation between replications; 0 for a single one. */
  readonly sd: number;
  readonly n: number;
  /** Of the values; absent where it is not known. */
  readonly skewness?: number;
}

/** The spread of values; without any, n is 0. */
export function spreadOf(values: readonly number[]): Spread {
  const { mean, deviation, skewness } = momentsOf(values);
  return { mean, sd: deviation, n: values.length, skewness };
}

/** A figure that is compared with what it was. */
export interface FigureChange {
  /** Such as `share(gpt-4.1)`. */
  readonly figure: string;
  readonly unit: 'share' | 'seconds' | 'count';
  readonly before: number;
  readonly after: number;
  readonly difference: number;
  /** Of the difference; null where one side has too few replications. */
  readonly interval: readonly [low: number, high: number] | null;
  /** The level of the interval, a fraction. */
  readonly level: number;
  /** Whether the interval excludes 0. */
  readonly distinguishable: boolean;
}

/**
 * The difference of two means, with an interval that does not take the spreads to be alike.
 * Replications with common random numbers make it wider than need be, never narrower.
 *
 * With as many replications on both sides their skewness cancels out, and it is Welch's. Otherwise
 * that of the smaller side remains, and it is put together from the intervals of the two means: the
 * method of variance estimates recovery (Zou and Donner 2008, Construction of confidence limits about
 * effect measures, Statistics in Medicine 27, 1693-1702). A side whose skewness is not known is taken
 * to have that of the other.
 * @param confidence of the interval, a fraction
 */
export function changeOf(
  before: Spread,
  after: Spread,
  confidence: number,
): Pick<FigureChange, 'difference' | 'interval' | 'level' | 'distinguishable'> {
  const difference = after.mean - before.mean;
  const level = confidence;
  if (tooFew(before.n) || tooFew(after.n)) {
    return { difference, interval: null, level, distinguishable: false };
  }
  const a = (before.sd * before.sd) / before.n;
  const b = (after.sd * after.sd) / after.n;
  const variance = a + b;
  if (variance === 0) {
    const interval = [difference, difference] as const;
    return { difference, interval, level, distinguishable: difference !== 0 };
  }
  const { down, up } =
    before.n === after.n ? welch(a, b, before.n, confidence) : recovered(before, after, confidence);
  const interval = [difference - down, difference + up] as const;
  return { difference, interval, level, distinguishable: interval[0] > 0 || interval[1] < 0 };
}

/** How far an interval reaches below a difference, and above it. */
interface Reach {
  readonly down: number;
  readonly up: number;
}

/** Welch's, with Satterthwaite's degrees of freedom, of two means with these squared errors. */
function welch(a: number, b: number, n: number, confidence: number): Reach {
  const variance = a + b;
  const degrees = ((n - 1) * variance * variance) / (a * a + b * b);
  const half = -studentTQuantile((1 - confidence) / 2, degrees) * Math.sqrt(variance);
  return { down: half, up: half };
}

/** From how far the interval of each of the two reaches. */
function recovered(before: Spread, after: Spread, confidence: number): Reach {
  const reach = (one: Spread, other: Spread): Reach => {
    const { mean, sd, n, skewness = other.skewness ?? 0 } = one;
    const [low, high] = intervalFrom({ mean, deviation: sd, skewness }, n, 1 - confidence);
    return { down: mean - low, up: high - mean };
  };
  const was = reach(before, after);
  const is = reach(after, before);
  return {
    down: Math.sqrt(is.down * is.down + was.up * was.up),
    up: Math.sqrt(is.up * is.up + was.down * was.down),
  };
}
