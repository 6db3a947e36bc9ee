import { constant } from '../kernel/laws/constant.js';
import { fromQuantiles, fromValues } from '../kernel/laws/empirical.js';
import { exponential } from '../kernel/laws/exponential.js';
import type { Law } from '../kernel/laws/law.js';
import { lognormalFromMean, lognormalFromPercentiles } from '../kernel/laws/lognormal.js';
import { loggerNamed } from '../loggers/index.js';
import type { Dispatch, Experiment, ModelGroup, SampleModel } from '../model/experiment.js';
import type { Group } from '../model/fleet.js';
import { bursts } from '../model/loads/bursts.js';
import { closed } from '../model/loads/closed.js';
import type { Load } from '../model/loads/load.js';
import { poisson } from '../model/loads/poisson.js';
import { recorded } from '../model/loads/recorded.js';
import { uniformSpacing } from '../model/loads/uniform.js';
import { inProcess } from '../model/stores/in-process.js';
import { remote } from '../model/stores/remote.js';
import type { StoreModel } from '../model/stores/store.js';
import { tiered } from '../model/stores/tiered.js';
import { strategyNamed } from '../strategies/index.js';
import type { Logger } from '../strategies/lowest-latency/logger.js';
import { profileNamed } from '../strategies/lowest-latency/profile.js';
import type {
  Load as LoadSettings,
  NumberLaw,
  SampleKind,
  Scenario,
  StoreSettings,
  TimeLaw,
} from './schema.js';

export interface CompileOptions {
  /** The numbers of each file that the scenario names, by the path as written there. */
  readonly numbers?: ReadonlyMap<string, ArrayLike<number>>;
  /** Runs instead of the scenario's; needed where that is a file of the user's. */
  readonly logger?: Logger;
  /** Times in seconds from which on requests are also counted on their own. */
  readonly cuts_s?: readonly number[];
}

/**
 * Makes what a scenario describes: laws, loads, store, logger, as objects that can be run.
 * @throws RangeError where it names a logger or a file that it was not given
 */
export function compile(scenario: Scenario, options: CompileOptions = {}): Experiment {
  const { router, processes, samples, dispatch } = scenario;
  const law = (settings: TimeLaw | NumberLaw): Law => lawOf(settings, options);
  const logger = options.logger ?? loggerNamed(scenario.logger.name);
  const recording = {
    logger,
    options: { retries: scenario.logger.retries, lease_s: scenario.logger.lease },
    profile: profileNamed(router.profile),
    ttl_s: router.ttl,
    listSize: router.max_latency_list_size,
  };
  return {
    modelGroups: scenario.modelGroups.map(
      ({ name, groups, load }): ModelGroup => ({
        name,
        groups: groups.map(
          (group): Group => ({
            name: group.name,
            deployments: group.deployments,
            latency: law(group.latency),
            tokens: law(group.tokens),
            ...(group.ttft !== undefined && { ttft: law(group.ttft) }),
            ...(group.rpm !== undefined && { rpm: group.rpm }),
            ...(group.tpm !== undefined && { tpm: group.tpm }),
          }),
        ),
        load: loadOf(load, options),
      }),
    ),
    duration_s: scenario.duration,
    warmup_s: scenario.warmup,
    ...(scenario.requests !== undefined && { requestLimit: scenario.requests }),
    cuts_s: options.cuts_s ?? [],
    samples: samplesOf(samples),
    dispatch: dispatchOf(dispatch),
    processes,
    store: storeOf(scenario.store),
    roundTrip_s: roundTripOf(scenario.store, law),
    strategy: strategyNamed(router.policy).create(recording, router),
    buffer: router.lowest_latency_buffer,
    logger: { name: logger.name, summary: logger.summary },
    seed: scenario.seed,
    replications: scenario.seeds,
  };
}

function numbersOf(path: string, { numbers }: CompileOptions): ArrayLike<number> {
  const found = numbers?.get(path);
  if (found === undefined) throw new RangeError(`the numbers of '${path}' were not given`);
  return found;
}

function lawOf(settings: TimeLaw | NumberLaw, options: CompileOptions): Law {
  switch (settings.law) {
    case 'constant':
      return constant(settings.value);
    case 'exponential':
      return exponential(settings.mean);
    case 'lognormal':
      return settings.p50 !== undefined
        ? lognormalFromPercentiles(settings.p50, settings.p95)
        : lognormalFromMean(settings.mean, settings.sigma);
    case 'empirical':
      return 'file' in settings
        ? fromValues(numbersOf(settings.file, options))
        : fromQuantiles(settings.quantiles);
  }
}

function loadOf(settings: LoadSettings, options: CompileOptions): Load {
  switch (settings.kind) {
    case 'poisson':
      return poisson(settings.rate);
    case 'uniform':
      return uniformSpacing(settings.rate, settings.phase);
    case 'bursts':
      return bursts(settings.size, settings.every, settings.phase);
    case 'closed':
      return closed(settings.users, lawOf(settings.think, options));
    case 'file':
      return recorded(numbersOf(settings.path, options));
  }
}

function storeOf(settings: StoreSettings): StoreModel {
  switch (settings.kind) {
    case 'in-process':
      return inProcess;
    case 'remote':
      return remote;
    case 'tiered':
      return tiered(settings.memory_ttl);
  }
}

function roundTripOf(
  settings: StoreSettings,
  law: (settings: TimeLaw) => Law,
): Experiment['roundTrip_s'] {
  if (settings.kind === 'in-process') return () => 0;
  const rtt = law(settings.rtt);
  const { jitter } = settings;
  if (jitter === 0) return (stream) => rtt.quantile(stream());
  return (stream) => rtt.quantile(stream()) * (1 - jitter + 2 * jitter * stream());
}

function samplesOf({ kind, stream, input_tokens, timeouts }: Scenario['samples']): SampleModel {
  const kinds = (Object.entries(kind) as [SampleKind, number][])
    .filter(([, weight]) => weight > 0)
    .map(([name, weight]) => ({ kind: name, weight }));
  return {
    kinds,
    stream,
    inputTokens: input_tokens,
    ...(timeouts !== undefined && { timeouts: { rate: timeouts.rate, after_s: timeouts.after } }),
  };
}

function dispatchOf(settings: Scenario['dispatch']): Dispatch {
  if (settings.kind === 'immediate') return settings;
  const { every, phase, stagger } = settings;
  return { kind: 'flushes', every_s: every, phase_s: phase, stagger };
}
