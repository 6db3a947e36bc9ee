import type { JudgedEvidence } from '../../src/expectation/judgement.js';
import type { Layout } from '../../src/expectation/layout.js';
import type { ReplicationResult } from '../../src/measure/result.js';
import type { HistogramData } from '../../src/stats/histogram.js';
import { resultOf } from '../measure/results.js';

/** One model group: `slow` with four deployments, then `fast` with one, which is the fastest. */
export const LAYOUT: Layout = {
  modelGroups: [
    {
      name: 'default',
      groups: [
        { name: 'slow', deployments: 4 },
        { name: 'fast', deployments: 1 },
      ],
      fastest: 1,
      comparable: true,
    },
  ],
  cuts_s: [60],
};

export interface Counted {
  /** Requests of each deployment. */
  readonly requests?: readonly number[];
  /** The same after the cut at 60 s. */
  readonly after?: readonly number[];
  readonly lost?: number;
  /** What callers wait. */
  readonly latency_s?: HistogramData;
}

/** The counts of a replication. */
export function counted(replication: number, { after, ...rest }: Counted): ReplicationResult {
  const { requests = [0, 0, 0, 0, 0] } = rest;
  return resultOf(replication, { ...rest, requests, after: [after ?? requests] });
}

/** So many of each thousand requests on the fast group, per replication. */
export function shares(perThousand: readonly number[]): ReplicationResult[] {
  return perThousand.map((fast, i) => counted(i, { requests: [1000 - fast, 0, 0, 0, fast] }));
}

export function evidence(counts: readonly ReplicationResult[], part: Partial<JudgedEvidence> = {}) {
  return { counts, layout: LAYOUT, complete: true, alpha: 0.01, margin: 0.1, ...part };
}
