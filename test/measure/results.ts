import type { ModelGroupResult, ReplicationResult } from '../../src/measure/result.js';
import { CAUSES, type Cause } from '../../src/model/cause.js';
import { Histogram, type HistogramData } from '../../src/stats/histogram.js';

export interface Came {
  /** Requests of each deployment. */
  readonly requests: readonly number[];
  /** The same after each cut. */
  readonly after?: ModelGroupResult['after'];
  readonly lost?: number;
  readonly latency_s?: HistogramData;
}

/** The result of a replication of one model group, without a simulation. */
export function resultOf(
  replication: number,
  { requests, after = [], lost = 0, latency_s = histogramOf([]) }: Came,
): ReplicationResult {
  const causes = Object.fromEntries(CAUSES.map((cause) => [cause, 0])) as Record<Cause, number>;
  const modelGroup = {
    name: 'default',
    requests,
    after,
    rejected: 0,
    samples: {
      completed: 0,
      unrecordable: 0,
      pending: 0,
      recorded: 0,
      abandoned: 0,
      lost,
      lostAfterExpiry: 0,
      lostInMemory: 0,
    },
    causes,
    timeline: [],
    latency_s,
    lostSeconds: 0,
    loggingLag_s: histogramOf([]),
  };
  return {
    replication,
    modelGroups: [modelGroup],
    occurrences: 0,
    traceHash: '',
    decisionsHash: '',
  };
}

/** A histogram of values. */
export function histogramOf(values: readonly number[]): HistogramData {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram.data();
}
