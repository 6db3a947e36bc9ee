import { deploymentIds, type Group } from '../model/fleet.js';
import { ln } from '../stats/elementary.js';
import { meanOf } from '../stats/moments.js';
import { estimateProportion } from '../stats/proportion.js';
import { sum } from '../stats/sum.js';
import { type Interval, intervalOf, SUMMARY_LEVEL } from './level.js';
import type { ReplicationResult } from './result.js';

/** A share in each replication: its mean over them. */
export interface MeanShare {
  /** A fraction of the model group's requests. */
  readonly mean: number;
  readonly ci95: Interval;
}

/**
 * How unevenly a replication treats the deployments of a group. Shares of all replications together
 * hide it where now one and now another takes nearly everything.
 */
export interface BusiestSummary extends MeanShare {
  readonly modelGroup: string;
  readonly group: string;
  /** How many deployments it has. */
  readonly deployments: number;
  /** The largest share of one deployment, replications together. */
  readonly pooled: number;
  /** Whether it is far above that, and above what chance gives the busiest of so many that are alike. */
  readonly uneven: boolean;
  /** The only one that no other of the group outdoes in any replication; null: there is none. */
  readonly deployment: string | null;
  /** Whether another is the busiest in another replication. */
  readonly changes: boolean;
  /** The least share of one deployment, as the largest is above. */
  readonly idlest: MeanShare;
}

/** What is counted: groups of deployments, in the order of the counts. */
interface Counted {
  readonly name: string;
  readonly groups: readonly Pick<Group, 'name' | 'deployments'>[];
}

/** The largest share of the model group's requests that one deployment of a group takes. */
export function largestShare(own: readonly number[], total: number): number {
  return Math.max(0, ...own) / total;
}

/**
 * By group, how much of the model group's requests its busiest and its idlest deployment take.
 * @param alpha probability that a mean lies outside of its interval
 */
export function busiestOf(
  modelGroups: readonly Counted[],
  results: readonly ReplicationResult[],
  alpha = 1 - SUMMARY_LEVEL,
): BusiestSummary[] {
  return modelGroups.flatMap(({ name, groups }, m) => {
    // A replication without a request says nothing about shares.
    const counted = results
      .map((result) => result.modelGroups[m]?.requests ?? [])
      .map((all) => ({ all, total: sum(all) }))
      .filter(({ total }) => total > 0);
    const requests = sum(counted.map(({ total }) => total));
    const meanShare = (values: readonly number[]): MeanShare => ({
      mean: meanOf(values),
      ci95: intervalOf(estimateProportion(values, requests, alpha)),
    });
    let first = 0;
    return groups.map((group): BusiestSummary => {
      const end = first + group.deployments;
      const parts = counted.map(({ all, total }) => ({ own: all.slice(first, end), total }));
      first = end;
      const leaders = parts.map(({ own }) => leadersOf(own));
      const always = leaders.reduce(
        (some, others) => some.filter((position) => others.includes(position)),
        leaders[0] ?? [],
      );
      const [only] = always;
      const together = parts[0]?.own.map((_, i) => sum(parts.map(({ own }) => own[i] ?? 0))) ?? [];
      const pooled = requests === 0 ? 0 : largestShare(together, requests);
      const busiest = meanShare(parts.map(({ own, total }) => largestShare(own, total)));
      const chance = meanOf(parts.map(({ own, total }) => byChance(own) / total));
      return {
        modelGroup: name,
        group: group.name,
        deployments: group.deployments,
        ...busiest,
        pooled,
        uneven: busiest.mean > chance && farAbove(busiest.mean, pooled),
        deployment: only !== undefined && always.length === 1 ? idOf(group, only) : null,
        changes: leaders.length > 0 && always.length === 0,
        idlest: meanShare(parts.map(({ own, total }) => Math.min(...own) / total)),
      };
    });
  });
}

/** So many times what all replications together show, and so much more, is far above it. */
const FAR_ABOVE = { times: 1.5, by: 0.2 } as const;

function farAbove(share: number, pooled: number): boolean {
  return share > FAR_ABOVE.times * pooled && share > pooled + FAR_ABOVE.by;
}

/**
 * About the most requests that one of so many deployments gets where each is as likely as any other:
 * the largest of n values from a normal distribution is rarely more than sqrt(2 ln n) + 2 deviations
 * above their mean.
 */
function byChance(own: readonly number[]): number {
  const mean = sum(own) / own.length;
  return mean + (Math.sqrt(2 * ln(own.length)) + 2) * Math.sqrt(mean);
}

/** Positions of the deployments that have most; none where none has anything. */
function leadersOf(own: readonly number[]): number[] {
  const most = Math.max(...own);
  return own.flatMap((requests, position) => (requests === most ? [position] : []));
}

function idOf(group: Counted['groups'][number], position: number): string {
  return deploymentIds(group)[position] as string;
}
