import { type Change, change } from '../../scenario/change.js';
import type { ChangeSet } from './change-set.js';
import type { Subject } from './subject.js';

/** A change of the traffic under which the same mechanisms may predict otherwise. */
export interface Proposal {
  /** What to do, for a sentence. */
  readonly text: string;
  readonly changes: readonly Change[];
  /** Counted requests. */
  readonly requests: number;
}

/** Longer runs, in multiples of the observed requests. */
const FACTORS = [1, 4, 16];
/** A map counts as warm after so many requests per deployment, if it has not expired by then. */
const WARMING_REQUESTS = 10;
const SIGNIFICANT_DIGITS = 6;

/**
 * Experiments that might tell mechanisms apart: the load as it is or without its bursts, longer, on
 * a warm map, in one process.
 * @param severalProcesses whether any of the mechanisms has several processes
 */
export function proposals(
  subject: Subject,
  requests: number,
  severalProcesses: boolean,
): Proposal[] {
  const { scenario, position } = subject;
  const { rate_hz, bursty } = subject.traffic.load;
  const loads: Pick<Proposal, 'text' | 'changes'>[] = [{ text: 'the same load', changes: [] }];
  if (rate_hz !== undefined && bursty) {
    const rate = Number(rate_hz.toPrecision(SIGNIFICANT_DIGITS));
    loads.push({
      text: `Poisson arrivals at the same mean rate (${rate}/s)`,
      changes: [change(['modelGroups', position, 'load'], { kind: 'poisson', rate }, 's')],
    });
  }
  const all: Proposal[] = [];
  for (const load of loads) {
    for (const factor of FACTORS) {
      const same = load.text === 'the same load';
      if (same && factor === 1) continue;
      const length = factor === 1 ? '' : `, ${factor} times as many requests`;
      all.push({
        text: same ? `a longer run: ${factor} times as many requests` : `${load.text}${length}`,
        changes: load.changes,
        requests: factor * requests,
      });
    }
  }
  if (rate_hz !== undefined) {
    const { ttl } = scenario.router;
    const deployments = subject.traffic.groups.reduce((sum, group) => sum + group.deployments, 0);
    const warming_s = Math.min(ttl / 2, (WARMING_REQUESTS * deployments) / rate_hz);
    const warmup_s = Math.ceil(warming_s);
    all.push({
      text: `the same load on a warm map: requests count from ${warmup_s}s on`,
      changes: [change(['warmup'], warmup_s, 's')],
      requests,
    });
  }
  if (severalProcesses) {
    all.push({
      text: 'the same load on one process',
      changes: [change(['processes', 'count'], 1)],
      requests,
    });
  }
  return all;
}

/** What tells whether two settings are the same. */
export function keyOf(settings: ChangeSet): string {
  return settings
    .map(({ path, value }) => JSON.stringify([path, value]))
    .sort()
    .join('\n');
}
