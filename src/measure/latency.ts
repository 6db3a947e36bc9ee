import type { ReplicationResult } from './result.js';

/** What callers wait in a replication, the mean over the requests of all model groups; null without any. */
export function meanLatency_s({ modelGroups }: ReplicationResult): number | null {
  let total_s = 0;
  let requests = 0;
  for (const { latency_s } of modelGroups) {
    total_s += latency_s.sum;
    requests += latency_s.count;
  }
  return requests === 0 ? null : total_s / requests;
}
