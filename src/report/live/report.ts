import { agree, type Deviation, deviationOf, MOST_DEVIATIONS } from '../../measure/agreement.js';
import { intervalOf, SUMMARY_LEVEL } from '../../measure/level.js';
import { known } from '../../measure/shares.js';
import type { GroupSummary, Summary } from '../../measure/summary.js';
import type { ModelGroup } from '../../model/experiment.js';
import { Fleet } from '../../model/fleet.js';
import { meanOf } from '../../stats/moments.js';
import { estimateProportion } from '../../stats/proportion.js';
import { sum } from '../../stats/sum.js';
import type { SCHEMA_VERSION, Tool } from '../kit/json.js';

/** The real thing that was measured. */
export type LiveTarget =
  | {
      readonly kind: 'redis';
      /** Where it is, without user and password. */
      readonly shown: string;
      /** Processes of the operating system that carried the effects out. */
      readonly processes: number;
    }
  | {
      readonly kind: 'proxy';
      /** The command that started it, or its address; without secrets. */
      readonly shown: string;
      /** Where requests came in: `/v1/messages`. */
      readonly path: string;
      /** Whether it had a Redis. */
      readonly redis: boolean;
      readonly workers: number;
    };

/** What a group got, as in the `groups[]` of a run. */
export type LiveGroup = Pick<
  GroupSummary,
  | 'modelGroup'
  | 'name'
  | 'deployments'
  | 'deploymentShare'
  | 'requests'
  | 'share'
  | 'ci95'
  | 'fastest'
>;

/** One time that it was measured. */
export interface LiveRepeat {
  /** Requests that a deployment served or failed. */
  readonly requests: number;
  /** Those of them that came to an error, and those that no deployment got. */
  readonly failed: number;
  /** Why, as far as that is known, the most frequent first: `status 429`. */
  readonly failures: readonly LiveFailures[];
  /** By group, in the order of `measured`; a fraction of its model group's requests, null without any. */
  readonly shares: readonly (number | null)[];
  /** The same of the second half of the requests, in the order in which they arrived. */
  readonly secondHalf: readonly (number | null)[];
  /** By deployment, in the order of the model groups and their fleets. */
  readonly deployments: readonly { readonly id: string; readonly requests: number }[];
  /** Whether it came to its end; others are listed, and say nothing of agreement. */
  readonly complete: boolean;
}

/** What one logger, or one proxy, came to. */
export interface LiveMeasurement {
  readonly logger: string;
  readonly strategy: string;
  /** Of Redis or of LiteLLM, as it says itself; null: it does not say. */
  readonly version: string | null;
  readonly profile: string;
  readonly at: LiveTarget;
  /** The means of the complete repeats; of what there is, where none is complete. */
  readonly measured: readonly LiveGroup[];
  /** Empty: it was stopped before that. */
  readonly predicted: readonly LiveGroup[];
  /** Of one predicted replication, by group; fractions. */
  readonly sd: readonly number[];
  /** Of the mean of the complete repeats, by group; null: there is none. */
  readonly z: readonly (number | null)[];
  /** Whether all of these are at most 3; null: nothing is complete, or predicted. */
  readonly agree: boolean | null;
  /** Predicted shares of the second half, by group; null: not predicted. */
  readonly predictedSecondHalf: readonly (number | null)[];
  /** Replications that the prediction is the mean of. */
  readonly replications: number;
  /** Samples that were stored and overwritten, in all repeats; null: cannot be known. */
  readonly updatesLost: number | null;
  /** Samples that were stored, in all repeats; null: cannot be known. */
  readonly recorded: number | null;
  /** Whether it took a lock that holds within one process alone. */
  readonly lockPerProcess: boolean;
  readonly repeats: readonly LiveRepeat[];
  /** What is assumed, replaced or not known, a sentence each. */
  readonly notes: readonly string[];
  /** The time that a proxy takes itself; absent on a Redis. */
  readonly overhead?: readonly LiveOverhead[];
  /** By model group, what its Redis held at the end of the last repeat; absent: not asked for, or gone. */
  readonly maps?: readonly LiveMap[];
}

/** The time per request that a proxy takes itself, in seconds of real time. */
export interface LiveOverhead {
  readonly provider: string;
  /** Median before the load, one request after another: what the prediction adds. */
  readonly alone_s: number;
  /** Median under the load; null: nothing was answered. */
  readonly underLoad_s: number | null;
}

/** What the Redis of a proxy holds of the latencies of a model group. */
export interface LiveMap {
  readonly modelGroup: string;
  /** By deployment; null: there is no such key. */
  readonly entries: readonly LiveMapEntry[] | null;
}

/** What it holds of a deployment. */
export interface LiveMapEntry {
  readonly id: string;
  /** Samples that are numbers other than 0. */
  readonly numbers: number;
  /** Samples that are 0, as a choice writes it. */
  readonly zeros: number;
  /** Samples that are no numbers, and count as 0. */
  readonly timedeltas: number;
  /** Mean of the numbers, as LiteLLM stores them; null where there are none. */
  readonly mean: number | null;
}

/** The result of `live`. */
export interface LiveReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: Tool;
  readonly scenario: { readonly name: string; readonly hash: string };
  /** Fields that `--set` laid over it. */
  readonly changed: readonly string[];
  readonly seed: number;
  /** By how much time is compressed; 1: it is not. */
  readonly timeScale: number;
  /** What that leaves as long as it is, in words. */
  readonly notScaled: readonly string[];
  /** The command that was given, without secrets. */
  readonly command: string;
  /** Why it ended early; null: it did not. */
  readonly partial: string | null;
  /** One for each logger, or for each proxy; the first is what others are held against. */
  readonly runs: readonly LiveMeasurement[];
}

/** What was counted one time: requests by model group and by position in its fleet. */
export interface LiveCounted {
  readonly requests: readonly (readonly number[])[];
  /** The same of the second half of the requests. */
  readonly secondHalf: readonly (readonly number[])[];
  readonly failed: number;
  readonly failures?: readonly LiveFailures[];
  readonly complete: boolean;
}

/** Requests that have failed for one reason. */
export interface LiveFailures {
  readonly reason: string;
  readonly requests: number;
}

/** What `LiveMeasurement` says beside its figures. */
export type LiveAbout = Pick<
  LiveMeasurement,
  | 'logger'
  | 'strategy'
  | 'version'
  | 'profile'
  | 'at'
  | 'updatesLost'
  | 'recorded'
  | 'lockPerProcess'
  | 'notes'
  | 'overhead'
  | 'maps'
>;

/** What was predicted: replications of the same length. */
export interface LivePrediction {
  readonly summary: Summary;
  /** By group, in the order of the summary's; null: not predicted. */
  readonly secondHalf: readonly (number | null)[];
}

/** Puts together what was measured and what was predicted. */
export function liveRun(
  about: LiveAbout,
  modelGroups: readonly ModelGroup[],
  counted: readonly LiveCounted[],
  { summary, secondHalf }: LivePrediction,
): LiveMeasurement {
  const repeats = counted.map((one) => repeatOf(modelGroups, one));
  const complete = repeats.filter((one) => one.complete);
  const used = complete.length === 0 ? repeats : complete;
  const groups = summary.groups.map(liveGroup);
  const isPredicted = summary.replications.length > 0;
  const judged = isPredicted && complete.some(({ requests }) => requests > 0);
  const held = isPredicted
    ? groups.map((group, g) => heldAgainst(group, g, complete, summary))
    : [];
  const { updatesLost, recorded, lockPerProcess, notes, overhead, maps, ...names } = about;
  return {
    ...names,
    measured: groups.map((group, g) => measuredGroup(group, g, used, modelGroups)),
    predicted: isPredicted ? groups : [],
    sd: held.map(({ sd }) => sd),
    z: held.map(({ z }) => (judged ? z : null)),
    agree: judged ? agree(held) : null,
    predictedSecondHalf: secondHalf,
    replications: summary.replications.length,
    updatesLost,
    recorded,
    lockPerProcess,
    repeats,
    notes: judged ? [...notes, ...coarseNotes(held, complete.length)] : notes,
    ...(overhead !== undefined && { overhead }),
    ...(maps !== undefined && { maps }),
  };
}

/** What goes by unnoticed is said from here on: twenty points of a share. */
const COARSE = 0.2;

/** Few requests agree with almost anything. */
function coarseNotes(held: readonly Deviation[], runs: number): string[] {
  const unseen = (MOST_DEVIATIONS * Math.max(0, ...held.map(({ sd }) => sd))) / Math.sqrt(runs);
  if (unseen < COARSE) return [];
  const points = Math.min(100, Math.round(100 * unseen));
  return [
    `a difference of up to ${points} points counts as agreement here: more requests, or more --runs, would show less`,
  ];
}

/** Whether everything that was measured agrees; null: nothing was. */
export function agreeing({ runs }: Pick<LiveReport, 'runs'>): boolean | null {
  const judged = runs.flatMap(({ agree: one }) => one ?? []);
  return judged.length === 0 ? null : judged.every((one) => one);
}

function liveGroup(group: GroupSummary): LiveGroup {
  const { modelGroup, name, deployments, deploymentShare, requests, share, ci95, fastest } = group;
  return { modelGroup, name, deployments, deploymentShare, requests, share, ci95, fastest };
}

function repeatOf(modelGroups: readonly ModelGroup[], counted: LiveCounted): LiveRepeat {
  const { requests, secondHalf, failed, failures = [], complete } = counted;
  return {
    requests: sum(requests.map(sum)),
    failed,
    failures,
    shares: sharesOf(modelGroups, requests),
    secondHalf: sharesOf(modelGroups, secondHalf),
    deployments: modelGroups.flatMap(({ groups }, m) =>
      new Fleet(groups).index.ids.map((id, position) => ({
        id,
        requests: requests[m]?.[position] ?? 0,
      })),
    ),
    complete,
  };
}

/** By group; null: its model group has no request. */
function sharesOf(
  modelGroups: readonly ModelGroup[],
  requests: readonly (readonly number[])[],
): (number | null)[] {
  return modelGroups.flatMap(({ groups }, m) => {
    const { groupOf } = new Fleet(groups);
    const own = requests[m] ?? [];
    const all = sum(own);
    return groups.map((_, g) =>
      all === 0 ? null : sum(own.filter((_, position) => groupOf[position] === g)) / all,
    );
  });
}

function measuredGroup(
  predicted: LiveGroup,
  g: number,
  repeats: readonly LiveRepeat[],
  modelGroups: readonly ModelGroup[],
): LiveGroup {
  const shares = known(repeats.map((one) => one.shares[g] ?? null));
  const { modelGroup, name } = predicted;
  const ids = new Set(idsOf(modelGroups, modelGroup, name));
  const own = new Set(idsOf(modelGroups, modelGroup));
  const of = (some: ReadonlySet<string>) =>
    sum(repeats.flatMap((one) => one.deployments.filter(({ id }) => some.has(id)).map(countOf)));
  const estimation = estimateProportion(shares, of(own), 1 - SUMMARY_LEVEL);
  return {
    ...predicted,
    requests: of(ids),
    share: meanOf(shares),
    ci95: intervalOf(estimation),
  };
}

/** Of one group, or of all of a model group. */
function idsOf(modelGroups: readonly ModelGroup[], modelGroup: string, group?: string): string[] {
  return modelGroups
    .filter(({ name }) => name === modelGroup)
    .flatMap(({ groups }) => {
      const fleet = new Fleet(groups);
      return fleet.index.ids.filter(
        (_, position) => group === undefined || fleet.groupAt(position).name === group,
      );
    });
}

function heldAgainst(
  { modelGroup }: LiveGroup,
  g: number,
  complete: readonly LiveRepeat[],
  { groups, replications }: Summary,
): Deviation {
  const all = sum(groups.filter((one) => one.modelGroup === modelGroup).map(countOf));
  return deviationOf(
    known(complete.map((one) => one.shares[g] ?? null)),
    replications.map(({ shares }) => shares[g] ?? 0),
    all / replications.length,
  );
}

function countOf({ requests }: { readonly requests: number }): number {
  return requests;
}
