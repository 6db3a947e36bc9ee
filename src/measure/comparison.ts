import { estimateAt } from '../stats/interval.js';
import { meanOf } from '../stats/moments.js';
import { type Interval, intervalOf, SUMMARY_LEVEL } from './level.js';
import type { Summary } from './summary.js';

/** How a run differs from the one it is compared with, replication by replication. */
export interface PairedDifference {
  /** Difference in share per group, in the order of `groups`; fractions. */
  readonly shares: readonly { readonly mean: number; readonly ci95: Interval }[];
  /** Difference in seconds lost per request. */
  readonly lostPerRequest_s: { readonly mean: number; readonly ci95: Interval };
  /** Difference in what callers wait, per request, in seconds. */
  readonly latency_s: { readonly mean: number; readonly ci95: Interval };
}

/**
 * Paired differences of a run against a baseline with the same seed: both met the same arrivals
 * and random numbers, so what they share cancels out and the interval is of the difference itself.
 * Only replications that both have finished count.
 * @param alpha probability that a mean lies outside of its interval
 */
export function differenceOf(
  run: Summary,
  baseline: Summary,
  alpha = 1 - SUMMARY_LEVEL,
): PairedDifference {
  const pairs = run.replications.flatMap((one) => {
    const other = baseline.replications.find((r) => r.replication === one.replication);
    return other === undefined ? [] : [[one, other] as const];
  });
  const paired = (of: (r: Summary['replications'][number]) => number, most: number) => {
    const differences = pairs.map(([one, other]) => of(one) - of(other));
    const estimation = estimateAt(differences, alpha, { least: -most, most });
    return { mean: meanOf(differences), ci95: intervalOf(estimation) };
  };
  return {
    shares: run.groups.map((_, g) => paired((r) => r.shares[g] ?? 0, 1)),
    lostPerRequest_s: paired((r) => r.lostSecondsPerRequest, Number.POSITIVE_INFINITY),
    latency_s: paired((r) => r.latency_s ?? 0, Number.POSITIVE_INFINITY),
  };
}
