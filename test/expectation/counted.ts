import type { Evidence } from '../../src/expectation/judgement.js';
import type { Layout } from '../../src/expectation/layout.js';
import type { ReplicationCounts } from '../../src/measure/counts.js';

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
}

/** The counts of a replication. */
export function counted(replication: number, { requests, after, lost = 0 }: Counted) {
  const own = requests ?? [0, 0, 0, 0, 0];
  return {
    replication,
    modelGroups: [
      {
        requests: own,
        after: [after ?? own],
        lost,
        abandoned: 0,
        rejected: 0,
        pending: 0,
        latency: [],
      },
    ],
    traceHash: '',
  } satisfies ReplicationCounts;
}

/** So many of each thousand requests on the fast group, per replication. */
export function shares(perThousand: readonly number[]): ReplicationCounts[] {
  return perThousand.map((fast, i) => counted(i, { requests: [1000 - fast, 0, 0, 0, fast] }));
}

export function evidence(counts: readonly ReplicationCounts[], part: Partial<Evidence> = {}) {
  return { counts, layout: LAYOUT, complete: true, alpha: 0.01, margin: 0.1, ...part };
}
