import { type Change, change } from '../../scenario/change.js';
import type { Evidence } from './evidence.js';
import { readsLatencies } from './right.js';
import type { Subject } from './subject.js';

/*
 * What nobody knows of the observed requests, whatever the mechanism: whether the map was warm when a
 * log begins, and how long a group takes that has never answered. Each mechanism is tried under each,
 * and judged by the one that suits it best.
 */

/** Changes on top of right routing, below a mechanism's own. */
export type Circumstance = readonly Change[];

/** Parts of its mean that a latency may be of which nobody knows. */
const UNKNOWN_PARTS = [1, 1 / 4, 4];
/** Of such a lognormal: that of a 95th percentile of twice the median. */
const UNKNOWN_SIGMA = 0.42;

/** @param requests that each replication counts */
export function circumstancesOf(
  subject: Subject,
  requests: number,
  evidence: Evidence,
): Circumstance[] {
  if (readsLatencies(subject)) {
    const warmup_s = evidence.log === null ? null : warming_s(subject, requests);
    return warmup_s === null ? [[]] : [[change(['warmup'], warmup_s, 's')], []];
  }
  const unknown = withoutLatency(subject, evidence);
  if (unknown.length === 0) return [[]];
  return UNKNOWN_PARTS.map((part) => (part === 1 ? [] : slower(subject, unknown, part)));
}

/**
 * Seconds before a log's first request in which the router had learned: half a ttl, as it begins
 * anywhere in the life of a map, but no longer than the log itself. Null: the scenario says it, or
 * nobody knows how many requests that are.
 */
function warming_s({ scenario, traffic }: Subject, requests: number): number | null {
  const { rate_hz } = traffic.load;
  if (scenario.warmup > 0 || rate_hz === undefined) return null;
  return Math.max(1, Math.ceil(Math.min(scenario.router.ttl / 2, requests / rate_hz)));
}

/**
 * Groups whose latencies nobody has measured: the scenario says that they are placeholders, or the
 * log has no answer of theirs.
 */
export function withoutLatency(
  { scenario, modelGroup }: Pick<Subject, 'scenario' | 'modelGroup'>,
  { log }: Evidence,
): number[] {
  const placeholders = scenario.assumes.filter((line) => line.startsWith('PLACEHOLDER latencies'));
  return [...modelGroup.groups.keys()].filter((g) => {
    const { name } = modelGroup.groups[g] as (typeof modelGroup.groups)[number];
    if (placeholders.some((line) => namesIn(line).includes(name))) return true;
    const own = log?.deployments.filter(({ group }) => group === g) ?? [];
    return log !== null && own.every(({ latency_s }) => latency_s === null);
  });
}

/** The names of `PLACEHOLDER latencies, not measured: NAME, NAME (why)`. */
function namesIn(line: string): string[] {
  const names = line.slice(line.indexOf(':') + 1).replace(/ \([^()]*\)$/, '');
  return names.split(',').map((name) => name.trim());
}

/** Of several the second, fourth, ... are as much faster, so that any may be the fastest. */
function slower({ traffic, position }: Subject, groups: readonly number[], times: number) {
  return groups.map((g, i) => {
    const mean = (traffic.groups[g]?.latency.mean ?? 1) * (i % 2 === 0 ? times : 1 / times);
    const latency = { distribution: 'lognormal', mean, sigma: UNKNOWN_SIGMA };
    return change(['modelGroups', position, 'groups', g, 'latency'], latency, 's');
  });
}
