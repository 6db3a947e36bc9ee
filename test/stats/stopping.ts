import { Streams } from '../../src/kernel/random.js';
import { type Estimation, FEWEST_REPLICATIONS, neededFor } from '../../src/stats/interval.js';
import { nextLook, stoppedAlpha } from '../../src/stats/looks.js';
import { momentsOf } from '../../src/stats/moments.js';
import { studentTQuantile } from '../../src/stats/student-t.js';
import type { Misses } from './coverage.js';
import type { ShareLaw } from './share-laws.js';

/** How somebody goes on until an interval is narrow enough. */
export interface Stopping {
  readonly first: number;
  readonly interval: (values: readonly number[]) => Estimation | null;
  readonly next: (replications: number, needed: number) => number;
}

/** As latsim does, with an estimator at a level. */
export function ours(
  estimate: (values: readonly number[], alpha: number) => Estimation | null,
  first: number,
): Stopping {
  return { first, interval: (values) => estimate(values, stoppedAlpha(0.05)), next: nextLook };
}

/** As one is tempted to: Student's interval, looked at after each replication as if it were the only look. */
export const NAIVE: Stopping = {
  first: FEWEST_REPLICATIONS,
  interval: (values) => {
    const { mean, deviation, constant } = momentsOf(values);
    const n = values.length;
    const half = (-studentTQuantile(0.025, n - 1) * deviation) / Math.sqrt(n);
    const reachAt = (m: number) => half * Math.sqrt(n / m);
    return { mean, low: mean - half, high: mean + half, constant, replications: n, reachAt };
  },
  next: (replications) => replications + 1,
};

export interface Stopped extends Misses {
  /** The mean, in times of what a single look at a known spread would take. */
  readonly times: number;
}

/**
 * Over independent trials, how often the interval misses the true mean with which somebody stops.
 * @param enough how many replications a single look would take, going by the true spread
 */
export function stoppedBy(
  { first, interval, next }: Stopping,
  { name, mean, draw }: ShareLaw,
  enough: number,
  { trials, seed }: { readonly trials: number; readonly seed: number },
): Stopped {
  const known = new Streams(seed, 0).stream(name);
  const { deviation } = momentsOf(Array.from({ length: 20_000 }, () => draw(known)));
  const halfWidth = (1.96 * deviation) / Math.sqrt(enough);
  const luck = new Streams(seed, enough).stream(name);
  let [above, below, replications] = [0, 0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const values: number[] = [];
    for (let size = first; ; ) {
      while (values.length < size) values.push(draw(luck));
      const one = interval(values) as Estimation;
      if (Math.max(one.mean - one.low, one.high - one.mean) <= halfWidth) {
        if (one.low > mean) above++;
        if (one.high < mean) below++;
        break;
      }
      size = next(size, neededFor(one, halfWidth) ?? Number.POSITIVE_INFINITY);
    }
    replications += values.length;
  }
  return {
    above: above / trials,
    below: below / trials,
    times: replications / trials / enough,
  };
}
