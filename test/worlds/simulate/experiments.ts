import { constant } from '../../../src/kernel/distributions/constant.js';
import { lognormalFromPercentiles } from '../../../src/kernel/distributions/lognormal.js';
import { kindNamed } from '../../../src/kernel/kind.js';
import type { Stream } from '../../../src/kernel/random.js';
import { loggerNamed } from '../../../src/loggers/index.js';
import type { ModelGroupResult, ReplicationResult } from '../../../src/measure/result.js';
import type { Keeping } from '../../../src/model/cache.js';
import type { Experiment } from '../../../src/model/experiment.js';
import type { Group } from '../../../src/model/fleet.js';
import { bursts } from '../../../src/model/loads/bursts.js';
import type { Load } from '../../../src/model/loads/load.js';
import { poisson } from '../../../src/model/loads/poisson.js';
import type { SampleKind } from '../../../src/model/samples.js';
import { inProcess } from '../../../src/model/stores/in-process.js';
import { remote } from '../../../src/model/stores/remote.js';
import { STRATEGIES } from '../../../src/strategies/index.js';
import type { Logger, LoggerOptions } from '../../../src/strategies/lowest-latency/logger.js';
import { type Profile, profileNamed } from '../../../src/strategies/lowest-latency/profile.js';
import { keepingOf, type Recording } from '../../../src/strategies/lowest-latency/recording.js';

export const logger = loggerNamed;
export const profile = profileNamed;

/** A group with a constant latency of 1 s and one token an answer, unless said otherwise. */
export function group(name: string, deployments: number, more: Partial<Group> = {}): Group {
  return { name, deployments, latency: constant(1), tokens: constant(1), ...more };
}

/** The fleet of LiteLLM issue #24720. */
export const ISSUE_GROUPS: readonly Group[] = [
  group('slow', 16, { latency: lognormalFromPercentiles(1.622, 2.243) }),
  group('fast', 4, { latency: lognormalFromPercentiles(0.514, 0.79) }),
];

export const samplesOf = (kind: SampleKind): Experiment['samples'] => ({
  kinds: [{ kind, weight: 1 }],
  stream: 0,
  inputTokens: 0,
});

/** A round trip of always the same length. */
export const always = (rtt_s: number) => (): number => rtt_s;

/** A round trip of 1 ms, give or take 10 %, evenly. */
export const aboutOneMillisecond = (stream: Stream): number => 0.001 * (0.9 + 0.2 * stream());

export const flushes = (every_s: number, phase_s = 0, stagger = false) =>
  ({ kind: 'flushes', every_s, phase_s, stagger }) as const;

/** The router of an experiment: the strategy's name, and what it is made of. */
export interface RouterSettings {
  readonly strategy: string;
  readonly profile: Profile;
  readonly ttl_s: number;
  readonly buffer: number;
  readonly listSize: number;
}

export interface Changes extends Partial<Omit<Experiment, 'modelGroups' | 'logger' | 'buffer'>> {
  readonly groups?: readonly Group[];
  readonly load?: Load;
  readonly router?: Partial<RouterSettings>;
  readonly logger?: Logger;
  readonly loggerOptions?: LoggerOptions;
}

/** The router that LiteLLM was measured with. */
export const ROUTER: RouterSettings = {
  strategy: 'lowest-latency',
  profile: profile('v1.76.1'),
  ttl_s: 300,
  buffer: 0.1,
  listSize: 10,
};

/** The recording of latencies that comes with a router: by its logger, unless said otherwise. */
export const recording = (more: Partial<Recording> = {}): Recording => ({
  logger: logger('unlocked'),
  options: { retries: 64, lease_s: 10 },
  profile: ROUTER.profile,
  ttl_s: ROUTER.ttl_s,
  listSize: ROUTER.listSize,
  ...more,
});

/** How a store keeps the samples of a map. */
export const keeping = (profileName = 'v1.76.1', listSize = 10): Keeping =>
  keepingOf(recording({ profile: profile(profileName), listSize }));

/**
 * The issue's fleet and load as LiteLLM was measured with them (30 minutes, in one process, its
 * own logger), with changes.
 */
export function experiment({
  groups,
  load,
  router,
  logger: recorder = logger('unlocked'),
  loggerOptions: options = recording().options,
  ...changes
}: Changes = {}): Experiment {
  const { strategy, profile, ttl_s, buffer, listSize } = { ...ROUTER, ...router };
  const recorded = { logger: recorder, options, profile, ttl_s, listSize };
  return {
    modelGroups: [
      { name: 'model', groups: groups ?? ISSUE_GROUPS, load: load ?? poisson(160 / 60) },
    ],
    duration_s: 1800,
    warmup_s: 0,
    cuts_s: [],
    samples: samplesOf('chat'),
    dispatch: { kind: 'immediate' },
    processes: { count: 1, assign: 'random' },
    store: inProcess,
    roundTrip_s: () => 0,
    strategy: kindNamed(STRATEGIES, strategy).create({})(recorded, buffer),
    buffer,
    logger: { name: recorder.name, summary: recorder.summary },
    seed: 1,
    replications: 20,
    ...changes,
  };
}

/** The shipped scenario 16x4: bursts whose completions are logged together, on a remote store. */
export function flagship(changes: Changes = {}): Experiment {
  return experiment({
    load: bursts(40, 15, 0),
    duration_s: 300,
    dispatch: flushes(5),
    store: remote,
    roundTrip_s: aboutOneMillisecond,
    ...changes,
  });
}

/** The only model group of a result. */
export function only(result: ReplicationResult): ModelGroupResult {
  const [first, ...others] = result.modelGroups;
  if (first === undefined || others.length > 0) throw new RangeError('not a single model group');
  return first;
}

export const total = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

/** The share of requests that went to all deployments but the last `fast`, in percent. */
export function slowShare(result: ReplicationResult, fast = 4): number {
  const { requests } = only(result);
  return (100 * total(requests.slice(0, requests.length - fast))) / total(requests);
}

/** Mean, standard deviation and range of some values. */
export function spread(values: readonly number[]) {
  const mean = total(values) / values.length;
  const squares = total(values.map((value) => (value - mean) * (value - mean)));
  const sd = Math.sqrt(squares / (values.length - 1));
  return { mean, sd, min: Math.min(...values), max: Math.max(...values) };
}

/** A count, summed over replications. */
export function summed(
  results: readonly ReplicationResult[],
  of: Exclude<keyof ModelGroupResult['samples'], 'lostKnown'>,
): number {
  return total(results.map((result) => only(result).samples[of] ?? 0));
}
