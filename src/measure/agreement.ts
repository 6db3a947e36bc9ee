import { meanOf, momentsOf } from '../stats/moments.js';

/** Beyond so many standard deviations, what was measured is not what was predicted. */
export const MOST_DEVIATIONS = 3;

/** How far a share that was measured is from the one that was predicted. */
export interface Deviation {
  /** Of one predicted replication, a fraction of all requests; at least what one request changes. */
  readonly sd: number;
  /** By how many standard deviations of their mean the measured runs lie above the prediction. */
  readonly z: number;
}

/**
 * Holds the shares that a group got in runs of the real thing against those of predicted
 * replications of the same length. Where these differ by less than one request more or less
 * would change, that counts as their deviation, so that no z is without bounds.
 * @param measured one share for each run, at least one; fractions
 * @param predicted one for each replication, at least one; fractions
 * @param requests how many requests such a share is of
 */
export function deviationOf(
  measured: readonly number[],
  predicted: readonly number[],
  requests: number,
): Deviation {
  const { mean, deviation } = momentsOf(predicted);
  const sd = Math.max(deviation, 1 / Math.max(requests, 1));
  return { sd, z: ((meanOf(measured) - mean) * Math.sqrt(measured.length)) / sd };
}

/** Whether all of these lie within what chance explains. */
export function agree(deviations: readonly Pick<Deviation, 'z'>[]): boolean {
  return deviations.every(({ z }) => Math.abs(z) <= MOST_DEVIATIONS);
}
