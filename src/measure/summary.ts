import { RunningHash } from '../kernel/hash.js';
import { CAUSES, type Cause } from '../model/cause.js';
import type { Experiment, ModelGroup } from '../model/experiment.js';
import { Fleet } from '../model/fleet.js';
import { Histogram } from '../stats/histogram.js';
import { estimateAt } from '../stats/interval.js';
import { meanOf } from '../stats/moments.js';
import { sum } from '../stats/sum.js';
import { type BusiestSummary, busiestOf } from './busiest.js';
import { meanLatency_s } from './latency.js';
import { type Interval, intervalOf, SUMMARY_LEVEL } from './level.js';
import {
  lossesKnown,
  type ModelGroupResult,
  type ReplicationResult,
  type ReportedSamples,
  type SampleCounts,
} from './result.js';
import { type GroupShare, groupShares, known } from './shares.js';
import {
  distinguishable,
  fastestGroup,
  gravestPossible,
  type Verdict,
  verdictOf,
  verdictsPossible,
} from './verdict.js';

export interface GroupSummary {
  readonly modelGroup: string;
  readonly name: string;
  /** How many deployments. */
  readonly deployments: number;
  /** Its part of the model group's deployments: what random choice would give it. */
  readonly deploymentShare: number;
  /** Summed over replications. */
  readonly requests: number;
  /** Its share of the model group's requests: the mean over replications. */
  readonly share: number;
  readonly ci95: Interval;
  /** Share in each twentieth of the run, replications together; null where nothing arrived. */
  readonly timeline: readonly (number | null)[];
  /** Whether it is the fastest of its model group. */
  readonly fastest: boolean;
}

export interface DeploymentSummary {
  readonly id: string;
  readonly modelGroup: string;
  readonly group: string;
  readonly requests: number;
  /** Part of the model group's requests, replications together. */
  readonly share: number;
}

export interface ModelGroupVerdict {
  readonly modelGroup: string;
  /** Name of the group with the lowest true mean. */
  readonly fastest: string;
  readonly verdict: Verdict;
}

/** What one replication contributes. */
export interface ReplicationSummary {
  readonly replication: number;
  readonly requests: number;
  /** Share per group, in the order of `groups`. */
  readonly shares: readonly number[];
  /** Absent: not known. */
  readonly lost?: number;
  /** Seconds lost per request against always choosing the fastest group. */
  readonly lostSecondsPerRequest: number;
  /** What callers wait, the mean; null without requests. */
  readonly latency_s: number | null;
  readonly traceHash: string;
  readonly decisionsHash: string;
}

/** What a set of replications came to. */
export interface Summary {
  /** Requests for which a deployment was chosen, summed over replications. */
  readonly requests: number;
  /** Requests that found no deployment that might be chosen, or whose call was refused. */
  readonly rejected: number;
  readonly groups: readonly GroupSummary[];
  readonly deployments: readonly DeploymentSummary[];
  /** By group, what its busiest deployment takes in a replication, and its idlest. */
  readonly busiest: readonly BusiestSummary[];
  readonly samples: ReportedSamples;
  /** Selections of a slower group's deployment, by cause. */
  readonly causes: Readonly<Record<Cause, number>>;
  /** Selections of a slower group's deployment of which the cause is not known; absent: none. */
  readonly unexplained?: number;
  /** What callers wait, in seconds; null without requests. */
  readonly latency: {
    readonly mean_s: number | null;
    readonly p50_s: number | null;
    readonly p95_s: number | null;
    readonly p99_s: number | null;
    /** Against always choosing the fastest group, with the same random numbers. */
    readonly lostPerRequest_s: number | null;
    readonly lostPerRequestCi95: Interval;
  };
  /** From a request's end to its sample being logged, in seconds; null if none was. */
  readonly logging: { readonly mean_s: number | null; readonly p95_s: number | null };
  readonly verdicts: readonly ModelGroupVerdict[];
  /** The gravest of the verdicts; undecided where that may be one or another. */
  readonly verdict: Verdict;
  readonly replications: readonly ReplicationSummary[];
  readonly traceHash: string;
  readonly decisionsHash: string;
}

/**
 * Sums up finished replications.
 * @param margin the verdict's equivalence margin, a fraction of all requests
 * @param alpha probability that a mean lies outside of its interval, of one look at these
 */
export function summarise(
  experiment: Experiment,
  results: readonly ReplicationResult[],
  margin: number,
  alpha = 1 - SUMMARY_LEVEL,
): Summary {
  const groups: GroupSummary[] = [];
  const deployments: DeploymentSummary[] = [];
  const verdicts: ModelGroupVerdict[] = [];
  const possible: Verdict[][] = [];
  const shares: number[][] = results.map(() => []);
  for (const [m, modelGroup] of experiment.modelGroups.entries()) {
    const parts = results.map((result) => result.modelGroups[m] as ModelGroupResult);
    const first = groups.length;
    groups.push(...summariseGroups(experiment, modelGroup, parts, shares, alpha));
    deployments.push(...summariseDeployments(modelGroup, parts));
    const fastest = groups.slice(first).find((group) => group.fastest) as GroupSummary;
    const comparable = distinguishable(modelGroup.groups, experiment.samples, experiment.buffer);
    const allowed: Verdict[] = comparable
      ? verdictsPossible(fastest.ci95, fastest.deploymentShare, margin)
      : ['not-applicable'];
    possible.push(allowed);
    verdicts.push({
      modelGroup: modelGroup.name,
      fastest: fastest.name,
      verdict: verdictOf(allowed),
    });
  }
  const all = results.flatMap((result) => result.modelGroups);
  const unexplained = sum(all.map((part) => part.unexplained ?? 0));
  const latency = Histogram.merged(all.map((part) => part.latency_s));
  const lag = Histogram.merged(all.map((part) => part.loggingLag_s));
  const replications = results.map((result, i) => replicationSummary(result, shares[i] ?? []));
  const served = replications.filter((replication) => replication.requests > 0);
  const lostPerRequest = served.map((r) => r.lostSecondsPerRequest);
  return {
    requests: latency.count,
    rejected: sum(all.map((part) => part.rejected)),
    groups,
    deployments,
    busiest: busiestOf(experiment.modelGroups, results, alpha),
    samples: summedSamples(all),
    causes: Object.fromEntries(
      CAUSES.map((cause) => [cause, sum(all.map((part) => part.causes[cause]))]),
    ) as Record<Cause, number>,
    ...(unexplained > 0 && { unexplained }),
    latency: {
      mean_s: latency.mean,
      p50_s: latency.quantile(0.5),
      p95_s: latency.quantile(0.95),
      p99_s: latency.quantile(0.99),
      lostPerRequest_s: latency.count === 0 ? null : meanOf(lostPerRequest),
      lostPerRequestCi95: intervalOf(estimateAt(lostPerRequest, alpha)),
    },
    logging: { mean_s: lag.mean, p95_s: lag.quantile(0.95) },
    verdicts,
    verdict: verdictOf(gravestPossible(possible)),
    replications,
    traceHash: chained(results.map((result) => result.traceHash)),
    decisionsHash: chained(results.map((result) => result.decisionsHash)),
  };
}

function summariseGroups(
  experiment: Experiment,
  modelGroup: ModelGroup,
  parts: readonly ModelGroupResult[],
  shares: number[][],
  alpha: number,
): GroupSummary[] {
  const fleet = new Fleet(modelGroup.groups);
  const fastest = fastestGroup(modelGroup.groups, experiment.samples);
  const buckets = parts[0]?.timeline.length ?? 0;
  const own = groupShares(modelGroup, parts);
  return modelGroup.groups.map((group, g) => {
    const { requests, shares: perReplication, estimate } = own[g] as GroupShare;
    for (const [i, share] of perReplication.entries()) shares[i]?.push(share ?? 0);
    return {
      modelGroup: modelGroup.name,
      name: group.name,
      deployments: group.deployments,
      deploymentShare: group.deployments / fleet.size,
      requests,
      share: meanOf(known(perReplication)),
      ci95: intervalOf(estimate(alpha)),
      timeline: Array.from({ length: buckets }, (_, bucket) =>
        ratio(
          sum(parts.map((part) => part.timeline[bucket]?.[g] ?? 0)),
          sum(parts.map((part) => sum(part.timeline[bucket] ?? []))),
        ),
      ),
      fastest: g === fastest,
    };
  });
}

function summariseDeployments(
  modelGroup: ModelGroup,
  parts: readonly ModelGroupResult[],
): DeploymentSummary[] {
  const fleet = new Fleet(modelGroup.groups);
  const total = sum(parts.map((part) => sum(part.requests)));
  return fleet.index.ids.map((id, position) => {
    const requests = sum(parts.map((part) => part.requests[position] ?? 0));
    return {
      id,
      modelGroup: modelGroup.name,
      group: fleet.groupAt(position).name,
      requests,
      share: ratio(requests, total) ?? 0,
    };
  });
}

function replicationSummary(
  result: ReplicationResult,
  shares: readonly number[],
): ReplicationSummary {
  const requests = sum(result.modelGroups.map((part) => sum(part.requests)));
  return {
    replication: result.replication,
    requests,
    shares,
    ...(lossesKnown(result.modelGroups) && {
      lost: sum(result.modelGroups.map((part) => part.samples.lost)),
    }),
    lostSecondsPerRequest:
      ratio(sum(result.modelGroups.map((part) => part.lostSeconds)), requests) ?? 0,
    latency_s: meanLatency_s(result),
    traceHash: result.traceHash,
    decisionsHash: result.decisionsHash,
  };
}

function summedSamples(parts: readonly ModelGroupResult[]): ReportedSamples {
  const of = (field: Exclude<keyof SampleCounts, 'lostKnown'>): number =>
    sum(parts.map((part) => part.samples[field] ?? 0));
  const neverStored = of('neverStored');
  const counted = {
    completed: of('completed'),
    unrecordable: of('unrecordable'),
    pending: of('pending'),
    recorded: of('recorded'),
    abandoned: of('abandoned'),
  };
  if (!lossesKnown(parts)) return { ...counted, lostKnown: false };
  return {
    ...counted,
    lost: of('lost'),
    lostAfterExpiry: of('lostAfterExpiry'),
    ...(neverStored > 0 && { neverStored }),
    lostInMemory: of('lostInMemory'),
  };
}

function chained(hashes: readonly string[]): string {
  const hash = new RunningHash();
  for (const one of hashes) hash.addText(one);
  return hash.digest();
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
