import type { Estimation } from '../stats/interval.js';

/** The level of a summary's intervals, and so of its verdicts: what `ci95` says. */
export const SUMMARY_LEVEL = 0.95;

/** A confidence interval of that level; null where there are too few replications. */
export type Interval = readonly [low: number, high: number] | null;

/** The interval alone. */
export function intervalOf(estimation: Estimation | null): Interval {
  return estimation === null ? null : [estimation.low, estimation.high];
}
