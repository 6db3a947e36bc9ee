import { findProfile, PROFILES } from '../strategies/lowest-latency/profile.js';
import type { Path } from '../text/tree.js';
import { KINDS } from './kinds.js';
import { samplesIn } from './samples.js';
import type { Scenario } from './schema.js';

/** What is wrong with fields that are each right on their own, and what to do about it. */
export interface Inconsistency {
  readonly message: string;
  readonly remedy: string;
}

/** No more deployments than this, over all processes: each process keeps a map of its own. */
export const maxDeploymentsTimesProcesses = 10_000_000;

export const NO_TTFT: Inconsistency = {
  message: 'this group has no ttft, but samples.stream is above 0',
  remedy: 'add ttft, the distribution of its time to first token',
};

export function twoNamed(kind: string, name: string): Inconsistency {
  return {
    message: `there are two ${kind}s named ${JSON.stringify(name)}`,
    remedy: `give each ${kind} a name of its own`,
  };
}

export function warmupFault(warmup_s: number, duration_s: number): Inconsistency | undefined {
  if (warmup_s === 0 || warmup_s < duration_s) return undefined;
  return {
    message: 'the warm-up takes the whole duration: no request would be counted',
    remedy: 'make warmup shorter than duration',
  };
}

export function sizeFault(deployments: number, processes: number): Inconsistency | undefined {
  if (deployments * processes <= maxDeploymentsTimesProcesses) return undefined;
  return {
    message: `${processes} processes × ${deployments} deployments are too many`,
    remedy: `stay within ${maxDeploymentsTimesProcesses} in total`,
  };
}

/** A percentile of TTFTs that nothing compares by. @param profile its name */
export function percentileFault(strategy: string, profile: string): Inconsistency | undefined {
  const message = 'ttft_percentile has no effect';
  const reading = KINDS.strategies.filter(({ readsLatencies }) => readsLatencies);
  const known = KINDS.strategies.some(({ name }) => name === strategy);
  if (known && !reading.some(({ name }) => name === strategy)) {
    const remedy = `remove it, or choose strategy ${reading.map(({ name }) => name).join(' or ')}`;
    return { message: `${message}: ${strategy} reads no latencies`, remedy };
  }
  const found = findProfile(profile);
  if (found === undefined || found.ttftPercentile) return undefined;
  const knowing = PROFILES.filter(({ ttftPercentile }) => ttftPercentile);
  return {
    message: `${message}: LiteLLM ${found.release} does not know it`,
    remedy: `remove it, or choose profile ${knowing.map(({ name }) => name).join(' or ')}`,
  };
}

interface PlacedInconsistency extends Inconsistency {
  readonly path: Path;
}

/** The same of a resolved scenario: what its fields must be to one another. */
export function faultsOf(scenario: Scenario): PlacedInconsistency[] {
  const { modelGroups, samples, warmup, duration, processes, router } = scenario;
  const groups = modelGroups.flatMap((modelGroup, m) =>
    modelGroup.groups.map((group, g) => ({ group, path: ['modelGroups', m, 'groups', g] })),
  );
  const names = groups.map(({ group }) => group.name);
  const outer = modelGroups.map(({ name }) => name);
  const deployments = groups.reduce((sum, { group }) => sum + group.deployments, 0);
  const at = (path: Path, fault: Inconsistency | undefined): PlacedInconsistency[] =>
    fault === undefined ? [] : [{ path, ...fault }];
  return [
    ...groups.flatMap(({ group: { name }, path }, i) =>
      at([...path, 'name'], names.indexOf(name) < i ? twoNamed('group', name) : undefined),
    ),
    ...outer.flatMap((name, i) =>
      at(
        ['modelGroups', i, 'name'],
        outer.indexOf(name) < i ? twoNamed('model group', name) : undefined,
      ),
    ),
    ...groups.flatMap(({ group, path }) =>
      at(
        path,
        samplesIn(samples, group).stream > 0 && group.ttft === undefined ? NO_TTFT : undefined,
      ),
    ),
    ...at(
      ['router', 'ttft_percentile'],
      router.ttft_percentile === undefined
        ? undefined
        : percentileFault(router.strategy, router.profile),
    ),
    ...at(['warmup'], warmupFault(warmup, duration)),
    ...at(['processes', 'count'], sizeFault(deployments, processes.count)),
  ];
}
