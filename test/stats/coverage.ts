import { Streams } from '../../src/kernel/random.js';
import type { ShareLaw } from './share-laws.js';

/** An interval of the mean of values; null: there is none. */
export type IntervalOf = (
  values: readonly number[],
  alpha: number,
) => { readonly low: number; readonly high: number } | null;

/** How often an interval misses the true mean, fractions. */
export interface Misses {
  /** It lies wholly above. */
  readonly above: number;
  /** It lies wholly below. */
  readonly below: number;
}

/**
 * Over independent samples of a law, how often the intervals of its mean miss it, by level.
 * @param trials how many samples
 * @returns null where there are no intervals
 */
export function missesOf(
  interval: IntervalOf,
  { name, mean, draw }: ShareLaw,
  replications: number,
  alphas: readonly number[],
  { trials, seed }: { readonly trials: number; readonly seed: number },
): Misses[] | null {
  const luck = new Streams(seed, replications).stream(name);
  const counts = alphas.map(() => ({ above: 0, below: 0 }));
  for (let trial = 0; trial < trials; trial++) {
    const values = Array.from({ length: replications }, () => draw(luck));
    for (const [k, alpha] of alphas.entries()) {
      const one = interval(values, alpha);
      const count = counts[k];
      if (one === null || count === undefined) return null;
      if (one.low > mean) count.above++;
      if (one.high < mean) count.below++;
    }
  }
  return counts.map(({ above, below }) => ({ above: above / trials, below: below / trials }));
}
