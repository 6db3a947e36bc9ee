import { kindNamed, kindSetBy } from '../kernel/kind.js';
import type { DistributionSettings } from '../kernel/parameters.js';
import { loggerNamed } from '../loggers/index.js';
import type { Experiment, ModelGroup } from '../model/experiment.js';
import type { Group } from '../model/fleet.js';
import type { SampleModel } from '../model/samples.js';
import { withAffinity } from '../strategies/affinity.js';
import { candidatesFor } from '../strategies/candidates.js';
import { strategyKindOf } from '../strategies/in-file.js';
import type { Logger } from '../strategies/lowest-latency/logger.js';
import { profileNamed } from '../strategies/lowest-latency/profile.js';
import type { CheckedStrategy } from '../strategies/own.js';

import { type Materials, made, madeDistribution } from './make.js';
import { MODEL_KINDS, type ModelKinds } from './model-kinds.js';
import type { SampleKind } from './sample-kinds.js';
import { samplesIn } from './samples.js';
import type { Scenario } from './schema.js';

export interface CompileOptions {
  /** The numbers of each file that the scenario names, by the path as written there. */
  readonly numbers?: ReadonlyMap<string, ArrayLike<number>>;
  /** What the scenario may name, where that is more than comes with latsim. */
  readonly kinds?: ModelKinds;
  /** Runs instead of the scenario's; needed where that is a file of the user's. */
  readonly logger?: Logger | undefined;
  /** Routes instead of the scenario's; needed where that is a file of the user's. */
  readonly strategy?: Pick<CheckedStrategy, 'make'> | undefined;
  /** Times in seconds from which on requests are also counted on their own. */
  readonly cuts_s?: readonly number[];
}

/**
 * Makes what a scenario describes: distributions, loads, store, logger, as objects that can be run.
 * @throws RangeError where it names a kind, a logger or a file that it was not given
 */
export function compile(scenario: Scenario, options: CompileOptions = {}): Experiment {
  const { router, processes, dispatch, store } = scenario;
  const { kinds = MODEL_KINDS, numbers = new Map() } = options;
  const materials: Materials = { kinds, numbers };
  const logger = options.logger ?? loggerNamed(scenario.logger.name);
  const recording = {
    logger,
    options: { retries: scenario.logger.retries, lease_s: scenario.logger.lease },
    profile: profileNamed(router.profile),
    ttl_s: router.ttl,
    listSize: router.max_latency_list_size,
  };
  return {
    ...compileTraffic(scenario, options),
    warmup_s: scenario.warmup,
    ...(scenario.requests !== undefined && { requestLimit: scenario.requests }),
    cuts_s: options.cuts_s ?? [],
    dispatch: made(kindNamed(kinds.dispatches, dispatch.kind), dispatch, materials),
    processes,
    ...made(kindNamed(kinds.stores, store.kind), store, materials),
    strategy: withAffinity(
      options.strategy?.make(recording) ??
        made(strategyKindOf(kinds.strategies, router.strategy), router, materials)(
          recording,
          router.lowest_latency_buffer,
          router.ttft_percentile,
        ),
      router.affinity?.ttl,
    ),
    candidates: (fleet, tag) =>
      candidatesFor(
        {
          release: recording.profile.release,
          preCallChecks: router.enable_pre_call_checks ?? false,
          tagFiltering: router.enable_tag_filtering ?? false,
        },
        fleet,
        tag,
      ),
    buffer: router.lowest_latency_buffer,
    logger: { name: logger.name, summary: logger.summary },
    seed: scenario.seed,
    replications: scenario.replications,
  };
}

/** What comes, and what serves it: the part of an experiment that does not depend on how it is routed. */
export type TrafficModel = Pick<Experiment, 'modelGroups' | 'samples' | 'duration_s'>;

/** Makes that part alone. @throws RangeError where it names a kind or a file that it was not given */
export function compileTraffic(
  { modelGroups, samples, duration }: Scenario,
  { kinds = MODEL_KINDS, numbers = new Map() }: Pick<CompileOptions, 'kinds' | 'numbers'> = {},
): TrafficModel {
  const materials: Materials = { kinds, numbers };
  const distribution = (settings: DistributionSettings) => madeDistribution(settings, materials);
  return {
    modelGroups: modelGroups.map(
      ({ name, groups, load, tags }): ModelGroup => ({
        name,
        groups: groups.map(
          (group): Group => ({
            name: group.name,
            deployments: group.deployments,
            latency: distribution(group.latency),
            tokens: distribution(group.tokens),
            ...(group.ttft !== undefined && { ttft: distribution(group.ttft) }),
            ...(group.capacity !== undefined && {
              capacity: made(
                kindSetBy(kinds.capacities, group.capacity),
                group.capacity,
                materials,
              ),
            }),
            ...(group.rpm !== undefined && { rpm: group.rpm }),
            ...(group.tpm !== undefined && { tpm: group.tpm }),
            ...(group.weight !== undefined && { weight: group.weight }),
            ...(group.order !== undefined && { order: group.order }),
            ...(group.tags !== undefined && { tags: group.tags }),
            ...(group.input_cost_per_token !== undefined && {
              inputCost: group.input_cost_per_token,
            }),
            ...(group.output_cost_per_token !== undefined && {
              outputCost: group.output_cost_per_token,
            }),
            ...(group.samples !== undefined && {
              samples: sampleModel(samplesIn(samples, group)),
            }),
          }),
        ),
        load: made(kindNamed(kinds.loads, load.kind), load, materials),
        ...(load.sessions !== undefined && { sessions: load.sessions as number }),
        ...(tags !== undefined && {
          tags: Object.entries(tags).map(([tag, share]) => ({ tag, share })),
        }),
      }),
    ),
    samples: sampleModel(samples),
    duration_s: duration,
  };
}

function sampleModel({ kind, stream, input_tokens, timeouts }: Scenario['samples']): SampleModel {
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
