import { largestShare } from '../measure/busiest.js';
import type { ReplicationResult } from '../measure/result.js';
import { sum } from '../stats/sum.js';
import type { Layout, ModelGroupLayout } from './layout.js';
import type { GroupName } from './names.js';

/** One number per replication in which there were requests, and how many these were. */
export interface Observation {
  readonly values: readonly number[];
  readonly requests: number;
}

/** What is observed: a group's share of its model group, or the largest of its deployments' shares. */
export interface ObservedShare {
  readonly measure: 'share' | 'max_share';
  readonly of: GroupName;
  /** Only requests count that arrive from this time on, in seconds; 0: all. */
  readonly after_s: number;
}

/** The shares of a group, replication by replication. */
export function observeShare(
  { measure, of, after_s }: ObservedShare,
  counts: readonly ReplicationResult[],
  layout: Layout,
): Observation {
  const observed = counts.flatMap((one) => {
    const parts = partsOf(one, layout, of, after_s);
    const total = sum(parts.all);
    if (total === 0) return [];
    const value = measure === 'share' ? sum(parts.own) / total : largestShare(parts.own, total);
    return [{ value, total }];
  });
  return {
    values: observed.map(({ value }) => value),
    requests: sum(observed.map(({ total }) => total)),
  };
}

/** The same by replication: null in one without requests. */
export function observeShareByReplication(
  observed: ObservedShare,
  counts: readonly ReplicationResult[],
  layout: Layout,
): (number | null)[] {
  return counts.map((one) => observeShare(observed, [one], layout).values[0] ?? null);
}

/** Requests per deployment: of the whole model group, and of one of its groups. */
function partsOf(
  { modelGroups }: ReplicationResult,
  { modelGroups: layouts, cuts_s }: Layout,
  { group, modelGroup }: GroupName,
  after_s: number,
): { all: readonly number[]; own: readonly number[] } {
  const m = layouts.findIndex(
    ({ name, groups }) =>
      (modelGroup === null || name === modelGroup) && groups.some((one) => one.name === group),
  );
  const counts = modelGroups[m];
  const all = after_s === 0 ? counts?.requests : counts?.after[cuts_s.indexOf(after_s)];
  if (all === undefined)
    throw new RangeError(`nothing was counted for ${group} after ${after_s} s`);
  const [first, end] = positionsOf(layouts[m] as ModelGroupLayout, group);
  return { all, own: all.slice(first, end) };
}

/** Where the deployments of a group start and end. */
function positionsOf({ groups }: ModelGroupLayout, group: string): [first: number, end: number] {
  let first = 0;
  for (const { name, deployments } of groups) {
    if (name === group) return [first, first + deployments];
    first += deployments;
  }
  return [first, first];
}
