import type { Cause } from '../model/cause.js';
import type { HistogramData } from '../stats/histogram.js';

/** Parts of a run that the time line is cut into. */
export const TIMELINE_BUCKETS = 20;

export interface SampleCounts {
  /** Requests that ended before the run did. */
  completed: number;
  /** Of these: never handed to the logger. */
  unrecordable: number;
  /** Of these: not yet logged when the run ended. */
  pending: number;
  /** Of these: logged. */
  recorded: number;
  /** Of these: given up by the logger. */
  abandoned: number;
  /** Of the recorded: removed by another's write, and not brought back. */
  lost: number;
  /** Of the lost: removed by a writer from whose copy, or from the shared one, it had expired. */
  lostAfterExpiry: number;
  /** Of the lost: never stored under a key that a view read; absent: none. */
  neverStored?: number;
  /** Of the recorded: removed from a process's own memory on a store that has a shared copy. */
  lostInMemory: number;
  /**
   * False where the logger keeps samples in a form of its own of which nobody can say what a write
   * loses: then the four counts of lost samples are 0 and say nothing. Absent: they hold.
   */
  lostKnown?: false;
}

/** What is counted of samples that are lost, where it is known. */
type LossCounts = 'lost' | 'lostAfterExpiry' | 'neverStored' | 'lostInMemory';

/** The counts as they are reported: without those of lost samples where these are not known. */
export type ReportedSamples = Readonly<
  Omit<SampleCounts, LossCounts> & Partial<Pick<SampleCounts, LossCounts>>
>;

/** What one replication of one model group came to. */
export interface ModelGroupResult {
  readonly name: string;
  /** Requests per deployment, by position; like all that is per request, from the warm-up on. */
  readonly requests: readonly number[];
  /** The same, from each of the experiment's cuts on: by cut, then by position. */
  readonly after: readonly (readonly number[])[];
  /** Requests that found no deployment that might be chosen, or whose call was refused. */
  readonly rejected: number;
  readonly samples: SampleCounts;
  readonly causes: Readonly<Record<Cause, number>>;
  /** Choices of which the cause is not known, as it is not known what is lost; absent: none. */
  readonly unexplained?: number;
  /** Requests per part of the run (first index) and group (second), the warm-up included. */
  readonly timeline: readonly (readonly number[])[];
  /** What callers wait, select included, in seconds. */
  readonly latency_s: HistogramData;
  /** Seconds that the choices cost against always the fastest group, same random numbers. */
  readonly lostSeconds: number;
  /** From a request's end to its sample being logged, in seconds. */
  readonly loggingLag_s: HistogramData;
}

/** The result of one replication. Plain data: it crosses threads, shards and pages without a loss. */
export interface ReplicationResult {
  readonly replication: number;
  readonly modelGroups: readonly ModelGroupResult[];
  /** Occurrences in virtual time. */
  readonly occurrences: number;
  /** Hash over every event. */
  readonly traceHash: string;
  /** Hash over selections and stored maps alone. */
  readonly decisionsHash: string;
}

const NO_TIMES: HistogramData = { count: 0, sum: 0, buckets: [] };

/** The same with its histograms empty. */
export function timeless(result: ReplicationResult): ReplicationResult {
  const modelGroups = result.modelGroups.map((one) => ({
    ...one,
    latency_s: NO_TIMES,
    loggingLag_s: NO_TIMES,
  }));
  return { ...result, modelGroups };
}

/** Whether it is known of all of these which samples are lost. */
export function lossesKnown(modelGroups: readonly Pick<ModelGroupResult, 'samples'>[]): boolean {
  return modelGroups.every(({ samples }) => samples.lostKnown !== false);
}
