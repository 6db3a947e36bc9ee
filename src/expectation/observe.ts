import type { ReplicationResult } from '../measure/result.js';
import { Histogram } from '../stats/histogram.js';
import type {
  CountName,
  GroupName,
  LatencyExpectation,
  RatioExpectation,
  ShareExpectation,
} from './expectation.js';
import type { Layout, ModelGroupLayout } from './layout.js';

/** One number per replication in which there were requests, and how many these were. */
export interface Observation {
  readonly values: readonly number[];
  readonly requests: number;
}

/** The shares that an expectation is about. */
export function observeShare(
  { measure, of, after_s }: Pick<ShareExpectation, 'measure' | 'of' | 'after_s'>,
  counts: readonly ReplicationResult[],
  layout: Layout,
): Observation {
  const observed = counts.flatMap((one) => {
    const parts = partsOf(one, layout, of, after_s);
    const total = sum(parts.all);
    if (total === 0) return [];
    const part = measure === 'share' ? sum(parts.own) : Math.max(0, ...parts.own);
    return [{ value: part / total, total }];
  });
  return {
    values: observed.map(({ value }) => value),
    requests: sum(observed.map(({ total }) => total)),
  };
}

/** The differences `share(a) - factor * share(b)`, and the two shares on their own. */
export function observeRatio(
  { of, factor, other, after_s }: RatioExpectation,
  counts: readonly ReplicationResult[],
  layout: Layout,
): { readonly difference: Observation; readonly a: Observation; readonly b: Observation } {
  const share = (group: GroupName, one: ReplicationResult) =>
    observeShare({ measure: 'share', of: group, after_s }, [one], layout);
  const pairs = counts
    .map((one) => ({ a: share(of, one), b: share(other, one) }))
    .filter(({ a, b }) => a.requests > 0 && b.requests > 0);
  const joined = (parts: readonly Observation[]): Observation => ({
    values: parts.flatMap(({ values }) => values),
    requests: sum(parts.map(({ requests }) => requests)),
  });
  const a = joined(pairs.map((pair) => pair.a));
  const b = joined(pairs.map((pair) => pair.b));
  const values = a.values.map((value, i) => value - factor * b.values[i]!);
  return { difference: { values, requests: Math.min(a.requests, b.requests) }, a, b };
}

/** The percentile of what callers wait in each replication, in seconds. */
export function observeLatency(
  { percentile, modelGroup }: LatencyExpectation,
  counts: readonly ReplicationResult[],
  layout: Layout,
): Observation {
  const histograms = counts.map(({ modelGroups }) =>
    Histogram.merged(
      modelGroups
        .filter((_, m) => modelGroup === null || layout.modelGroups[m]?.name === modelGroup)
        .map(({ latency_s }) => latency_s),
    ),
  );
  return {
    values: histograms.flatMap((histogram) => histogram.quantile(percentile) ?? []),
    requests: sum(histograms.map(({ count }) => count)),
  };
}

/** A count of one replication, all model groups together. */
export function observeCount(count: CountName, { modelGroups }: ReplicationResult): number {
  return sum(
    modelGroups.map(({ samples, rejected }) => (count === 'rejected' ? rejected : samples[count])),
  );
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

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
