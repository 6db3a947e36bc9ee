import { always } from '../../kernel/distributions/constant.js';
import { kindNamed } from '../../kernel/kind.js';
import { type Change, change } from '../../scenario/change.js';
import { KINDS } from '../../scenario/kinds.js';
import { loggerOf } from '../../scenario/presets.js';
import { fractionsOf, type SampleKind } from '../../scenario/sample-kinds.js';
import { PROFILES } from '../../strategies/lowest-latency/profile.js';
import { PROVIDERS, recordedAs, recordedFrom } from '../../strategies/lowest-latency/recorded.js';
import { isBefore } from '../../strategies/lowest-latency/release.js';
import { formatDuration } from '../../text/units.js';
import type { Remedy } from './mechanism.js';
import { onStore } from './on-store.js';
import { OWN_PROFILE } from './own-profile.js';
import { routedBy } from './routed-by.js';
import type { Subject } from './subject.js';

/*
 * What operators can change, as changes of a scenario. Lines are those of LiteLLM's configuration, as
 * 1.82.3 and 1.110.2 read them; nested keys are written with dots.
 */

const STRATEGY = 'router_settings.routing_strategy';
const ARGUMENTS = 'router_settings.routing_strategy_args';

/** A release by whose rules it does not happen. */
export function newerRelease(release: string): Remedy {
  return {
    does: `upgrade LiteLLM to ${release} or later`,
    line: `litellm>=${release}`,
    changes: [change(['router', 'profile'], profileFrom(release))],
  };
}

/** A release that records the answers of all who serve the model group, on /v1/messages too. */
export function recordingRelease(subject: Subject): Remedy {
  const { release, words } = recordedFrom(subject.providers);
  const kindOf = (group: number): SampleKind =>
    recordedAs(release, subject.providers[group] ?? PROVIDERS[0], 'messages') ?? 'chat';
  return {
    does: `upgrade LiteLLM, which records since ${words}`,
    line: `litellm>=${release}`,
    changes: [...answersAre(subject, kindOf), change(['router', 'profile'], profileFrom(release))],
  };
}

/** The path on which every release records. */
export function onChat(subject: Subject): Remedy {
  return {
    does: 'call /chat/completions instead of /v1/messages',
    line: null,
    changes: [...answersAre(subject, () => 'chat'), OWN_PROFILE],
  };
}

/** Answers with tokens, by which latencies are divided. */
export function usageInAnswers(subject: Subject): Remedy {
  return {
    does: 'have answers say their usage (by this line, streams do)',
    line: 'general_settings.always_include_stream_usage: true',
    changes: [...answersAre(subject, () => 'chat'), OWN_PROFILE],
  };
}

/** Loggers that lose nothing where the unlocked one does. */
export function loggersThatLoseNothing({ scenario }: Subject): Remedy[] {
  const lock =
    scenario.processes.count > 1 && scenario.store.kind === 'remote'
      ? loggerChange('locked-distributed', 'a lock in Redis, for all processes')
      : lockPerModelGroup();
  return [lock, loggerChange('atomic', 'append each sample to a list of its deployment')];
}

/** The fix that was proposed for the report: in no release. */
export function lockPerModelGroup(): Remedy {
  return loggerChange('locked', 'a lock per model group (PR #24726)');
}

function loggerChange(name: string, does: string): Remedy {
  return { does, line: null, changes: [change(['logger'], loggerOf(name))] };
}

/** A router that sees everything itself. */
export function oneProcess(): Remedy {
  return {
    does: 'run one worker process',
    line: '--num_workers 1',
    changes: [change(['processes', 'count'], 1)],
  };
}

const LIMITS = ['rpm', 'tpm'] as const;

/** Limits that hold once per process, each of its part. Nothing where there are none, or one process. */
export function partsOfLimits(subject: Subject): Remedy[] {
  const { count } = subject.scenario.processes;
  const parts = subject.modelGroup.groups.flatMap(({ name, ...group }, g) =>
    LIMITS.flatMap((limit) => {
      const part = Math.floor((group[limit] ?? 0) / count);
      return part > 0
        ? [{ name, limit, part, path: [...groupAt(subject, g), limit] as const }]
        : [];
    }),
  );
  const [first] = parts;
  if (first === undefined || count === 1) return [];
  const line = parts
    .filter(({ limit }) => limit === first.limit)
    .slice(0, GROUPS_WRITTEN)
    .map(({ name, part }) => `${part} (${name})`);
  return [
    {
      does: `give each of ${count} processes its part of the limits`,
      line: `litellm_params.${first.limit}: ${line.join(', ')}`,
      changes: parts.map(({ path, part }) => change(path, part)),
    },
  ];
}

const REDIS_RTT_S = 0.005;

/** What LiteLLM does with a Redis: each process has its memory before it. */
export function sharedRedis(): Remedy {
  return {
    does: 'share a Redis between the workers',
    line: 'router_settings.redis_host: os.environ/REDIS_HOST',
    changes: onStore({ kind: 'tiered', rtt: always(REDIS_RTT_S) }),
  };
}

const HOUR_S = 3600;

/** Keeps the map for at least an hour, LiteLLM's default. */
export function longerTtl({ scenario }: Subject): Remedy {
  const ttl_s = Math.max(HOUR_S, scenario.router.ttl);
  return {
    does: `keep the map for ${formatDuration(ttl_s)}`,
    line: `${ARGUMENTS}.ttl: ${ttl_s}`,
    changes: [change(['router', 'ttl'], ttl_s)],
  };
}

/** Only the lowest average is a candidate. Nothing where that is so already. */
export function noBuffer({ scenario }: Subject): Remedy[] {
  if (scenario.router.lowest_latency_buffer === 0) return [];
  return [
    {
      does: 'choose the lowest average alone',
      line: `${ARGUMENTS}.lowest_latency_buffer: 0`,
      changes: [change(['router', 'lowest_latency_buffer'], 0)],
    },
  ];
}

/** The scenario's strategy, where it is read. @param undone what stands in its place */
export function putInForce({ scenario }: Subject, undone: readonly Change[]): Remedy {
  const { litellm } = kindNamed(KINDS.strategies, scenario.router.strategy);
  return {
    does: 'put routing_strategy where it is read',
    line: litellm === undefined ? null : `${STRATEGY}: ${litellm}`,
    changes: undone.map(({ path }) => ({ path, value: undefined })),
  };
}

/** Another strategy of LiteLLM, by the scenario's release. */
export function anotherStrategy({ scenario }: Subject, name: string, does: string): Remedy {
  const { litellm = name } = kindNamed(KINDS.strategies, name);
  return {
    does,
    line: `${STRATEGY}: ${litellm}`,
    changes: [...routedBy(scenario, name), OWN_PROFILE],
  };
}

export function byLatencies(subject: Subject): Remedy {
  return anotherStrategy(subject, 'lowest-latency', 'route by latency');
}

export function byCallsUnderWay(subject: Subject): Remedy {
  return anotherStrategy(subject, 'least-busy', 'route by calls under way');
}

/** The slowest has this weight. */
const LEAST_WEIGHT = 10;
/** Of more groups not every weight is written. */
const GROUPS_WRITTEN = 4;

/** A shuffle in which the fast get more: it needs no samples. Nothing where all are as fast. */
export function weightsBySpeed(subject: Subject): Remedy[] {
  const { traffic, scenario } = subject;
  const means = traffic.groups.map(({ latency }) => latency.mean);
  const slowest = Math.max(...means);
  const weights = reduced(means.map((mean) => Math.round((LEAST_WEIGHT * slowest) / mean)));
  if (weights.every((weight) => weight === weights[0])) return [];
  const { changes } = anotherStrategy(subject, 'simple-shuffle', '');
  const each = traffic.groups.map(({ name }, g) => `${weights[g]} (${name})`);
  const written = each.slice(0, GROUPS_WRITTEN).join(', ');
  const shuffle = scenario.router.strategy === 'simple-shuffle' ? '' : 'shuffle, with ';
  return [
    {
      does: `${shuffle}weights by speed`,
      line: `litellm_params.weight: ${written}${each.length > GROUPS_WRITTEN ? ', ...' : ''}`,
      changes: [
        ...changes,
        ...weights.map((weight, g) => change([...groupAt(subject, g), 'weight'], weight)),
      ],
    },
  ];
}

function reduced(numbers: readonly number[]): number[] {
  const common = numbers.reduce(greatestCommonDivisor);
  return numbers.map((number) => number / common);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** The first measured release that is not before it: what it is to be by then, it is. */
function profileFrom(release: string): string {
  const found = PROFILES.find((profile) => !isBefore(profile.release, release));
  if (found === undefined) throw new RangeError(`no profile is as new as ${release}`);
  return found.name;
}

function groupAt({ position }: Subject, group: number) {
  return ['modelGroups', position, 'groups', group] as const;
}

/** What answers of each group are, whatever a mechanism has made of them. */
function answersAre(subject: Subject, kindOf: (group: number) => SampleKind): Change[] {
  const { scenario, modelGroup } = subject;
  const chat = fractionsOf({ chat: 1 });
  return [
    change(['samples', 'kind'], scenario.samples.kind.chat === 1 ? undefined : chat),
    ...modelGroup.groups.flatMap(({ samples }, g) => {
      const kind = kindOf(g);
      if (kind === 'chat' && samples?.kind === undefined) return [];
      return change([...groupAt(subject, g), 'samples', 'kind'], fractionsOf({ [kind]: 1 }));
    }),
  ];
}
