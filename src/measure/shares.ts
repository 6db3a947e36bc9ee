import type { ModelGroup } from '../model/experiment.js';
import { Fleet } from '../model/fleet.js';
import type { Estimation } from '../stats/interval.js';
import { estimateProportion } from '../stats/proportion.js';
import { sum } from '../stats/sum.js';
import type { ModelGroupResult } from './result.js';

/** What a group gets of its model group's requests. */
export interface GroupShare {
  /** Summed over replications. */
  readonly requests: number;
  /** By replication; null: it has no request, and says nothing about shares. */
  readonly shares: readonly (number | null)[];
  /** Its interval. @param alpha probability that the mean lies outside; null for too few replications */
  estimate(alpha: number): Estimation | null;
}

/** By group, in the order of the model group. @param parts its results, one per replication */
export function groupShares(
  modelGroup: ModelGroup,
  parts: readonly ModelGroupResult[],
): GroupShare[] {
  const { groupOf } = new Fleet(modelGroup.groups);
  const totals = parts.map(({ requests }) => sum(requests));
  const all = sum(totals);
  return modelGroup.groups.map((_, g): GroupShare => {
    const own = parts.map(({ requests }) =>
      sum(requests.filter((_, position) => groupOf[position] === g)),
    );
    const shares = own.map((requests, i) =>
      totals[i] === 0 ? null : requests / (totals[i] as number),
    );
    return {
      requests: sum(own),
      shares,
      estimate: (alpha) => estimateProportion(known(shares), all, alpha),
    };
  });
}

/** Of replications that have requests. */
export function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}
