import { Histogram } from '../stats/histogram.js';
import type { ModelGroupResult, ReplicationResult } from './result.js';

/**
 * What one replication carries for judging. Whole numbers only, so that replications can be
 * written down, sent between threads and put together again without a loss.
 */
export interface ReplicationCounts {
  readonly replication: number;
  readonly modelGroups: readonly ModelGroupCounts[];
  readonly traceHash: string;
}

export interface ModelGroupCounts {
  /** Requests per deployment, by position. */
  readonly requests: readonly number[];
  /** The same, from each cut on: by cut, then by position. */
  readonly after: readonly (readonly number[])[];
  readonly lost: number;
  readonly abandoned: number;
  readonly rejected: number;
  readonly pending: number;
  /** What callers wait: pairs of a histogram's bucket and its count, ascending. */
  readonly latency: readonly (readonly [bucket: number, count: number])[];
}

/** The counts of a finished replication. */
export function countsOf(result: ReplicationResult): ReplicationCounts {
  const { replication, modelGroups, traceHash } = result;
  return { replication, modelGroups: modelGroups.map(ofModelGroup), traceHash };
}

function ofModelGroup(result: ModelGroupResult): ModelGroupCounts {
  const { requests, after, rejected, samples, latency_s } = result;
  const { lost, abandoned, pending } = samples;
  return { requests, after, lost, abandoned, rejected, pending, latency: latency_s.buckets() };
}

/** The histogram of what callers waited, in seconds. */
export function latencyOf(parts: readonly ModelGroupCounts[]): Histogram {
  const all = new Histogram();
  for (const { latency } of parts) {
    for (const [bucket, count] of latency) all.addToBucket(bucket, count);
  }
  return all;
}
