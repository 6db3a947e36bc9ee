import fc from 'fast-check';
import { constant } from '../../../src/kernel/distributions/constant.js';
import { fromQuantiles } from '../../../src/kernel/distributions/empirical.js';
import { exponential } from '../../../src/kernel/distributions/exponential.js';
import { lognormalFromPercentiles } from '../../../src/kernel/distributions/lognormal.js';
import { LOGGERS } from '../../../src/loggers/index.js';
import { sharing } from '../../../src/model/capacities/sharing.js';
import { slots } from '../../../src/model/capacities/slots.js';
import type { Dispatch, Experiment } from '../../../src/model/experiment.js';
import type { Group } from '../../../src/model/fleet.js';
import { bursts } from '../../../src/model/loads/bursts.js';
import { closed } from '../../../src/model/loads/closed.js';
import type { Load } from '../../../src/model/loads/load.js';
import { poisson } from '../../../src/model/loads/poisson.js';
import { uniformSpacing } from '../../../src/model/loads/uniform.js';
import type { SampleKind, SampleModel } from '../../../src/model/samples.js';
import { inProcess } from '../../../src/model/stores/in-process.js';
import { remote } from '../../../src/model/stores/remote.js';
import { tiered } from '../../../src/model/stores/tiered.js';
import { PROFILES } from '../../../src/strategies/lowest-latency/profile.js';
import { type Changes, experiment } from './experiments.js';

/** Evenly between two values. */
const evenly = (low: number, high: number) =>
  fromQuantiles([
    { fraction: 0, value: low },
    { fraction: 1, value: high },
  ]);

/** Small experiments of every kind: store x logger x load x strategy x dispatch x samples. */

const kinds = fc
  .uniqueArray(
    fc.record({
      kind: fc.constantFrom<SampleKind>('chat', 'responses', 'no-usage', 'other', 'not-recorded'),
      weight: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 1, maxLength: 4, selector: ({ kind }) => kind },
  )
  .chain((several) => fc.constantFrom(several, [{ kind: 'chat' as const, weight: 1 }]));

/** What only the completions of one group hand to the logger. */
const ownSamples: fc.Arbitrary<SampleModel> = fc
  .record({
    kinds,
    stream: fc.constantFrom(0, 0.5, 1),
    timeouts: fc.option(fc.constant({ rate: 0.3, after_s: 2 }), { nil: undefined }),
  })
  .map(({ timeouts, ...rest }) => ({
    ...rest,
    inputTokens: 3,
    ...(timeouts !== undefined && { timeouts }),
  }));

const groups: fc.Arbitrary<readonly Group[]> = fc
  .array(
    fc.record(
      {
        deployments: fc.integer({ min: 1, max: 4 }),
        latency: fc.constantFrom(
          constant(0.5),
          exponential(1),
          lognormalFromPercentiles(1.6, 2.2),
          lognormalFromPercentiles(0.5, 0.8),
        ),
        tokens: fc.constantFrom(constant(1), constant(0), evenly(0, 40)),
        ttft: fc.option(fc.constant(evenly(0.05, 0.3)), { nil: undefined }),
        capacity: fc.option(fc.constantFrom(slots(1), slots(3), sharing(1), sharing(2)), {
          nil: undefined,
          freq: 2,
        }),
        rpm: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
        tpm: fc.option(fc.integer({ min: 0, max: 200 }), { nil: undefined }),
        samples: fc.option(ownSamples, { nil: undefined, freq: 2 }),
      },
      { requiredKeys: ['deployments', 'latency', 'tokens'] },
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((list) =>
    list.map(({ ttft, capacity, rpm, tpm, samples, ...group }, i) => ({
      name: `group ${i}`,
      ...group,
      ...(ttft !== undefined && { ttft }),
      ...(capacity !== undefined && { capacity }),
      ...(rpm !== undefined && { rpm }),
      ...(tpm !== undefined && { tpm }),
      ...(samples !== undefined && { samples }),
    })),
  );

const openLoad: fc.Arbitrary<Load> = fc.oneof(
  fc.integer({ min: 1, max: 6 }).map((rate_hz) => poisson(rate_hz)),
  fc.integer({ min: 1, max: 6 }).map((rate_hz) => uniformSpacing(rate_hz, 0.25)),
  fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom(2, 5, 7.5), fc.constantFrom(0, 1, 2.5))
    .map(([size, every_s, phase_s]) => bursts(size, every_s, phase_s)),
);

const closedLoad: fc.Arbitrary<Load> = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.constantFrom(constant(0.5), exponential(2)))
  .map(([users, think]) => closed(users, think));

const dispatch: fc.Arbitrary<Dispatch> = fc.oneof(
  fc.constant<Dispatch>({ kind: 'immediate' }),
  fc.record({
    kind: fc.constant('flushes' as const),
    every_s: fc.constantFrom(0.5, 1, 5),
    phase_s: fc.constantFrom(0, 0.3, 4),
    stagger: fc.boolean(),
  }),
);

const store = fc.constantFrom(inProcess, remote, tiered(600), tiered(3));

export interface Choices {
  /** Only loads whose arrivals do not depend on the answers. */
  readonly open?: boolean;
}

/** A small experiment of a single model group that runs in milliseconds. */
export function smallExperiment(choices?: Choices): fc.Arbitrary<Experiment> {
  return smallChanges(choices).map(experiment);
}

/** What such an experiment is made of. */
export function smallChanges({ open = false }: Choices = {}): fc.Arbitrary<Changes> {
  return fc
    .record({
      groups,
      load: open ? openLoad : fc.oneof(openLoad, closedLoad),
      dispatch,
      kinds,
      store,
      logger: fc.constantFrom(...LOGGERS),
      count: fc.integer({ min: 1, max: 3 }),
      assign: fc.constantFrom('random' as const, 'round-robin' as const),
      rtt_s: fc.constantFrom(0, 0.001, 0.05, 1.5),
      jitter: fc.constantFrom(0, 0.1, 1),
      strategy: fc.constantFrom(
        'lowest-latency' as const,
        'lowest-latency' as const,
        'simple-shuffle' as const,
        'least-busy' as const,
      ),
      profile: fc.constantFrom(...PROFILES),
      ttl_s: fc.constantFrom(2, 10, 300),
      buffer: fc.constantFrom(0, 0.1, 1),
      listSize: fc.constantFrom(1, 3, 10),
      stream: fc.constantFrom(0, 0.5, 1),
      timeouts: fc.option(fc.constant({ rate: 0.2, after_s: 3 }), { nil: undefined }),
      retries: fc.constantFrom(0, 1, 64),
      lease_s: fc.constantFrom(0.04, 10),
      duration_s: fc.constantFrom(10, 20.5, 40),
      seed: fc.nat(1000),
    })
    .filter(({ logger, store }) => logger.name !== 'locked-distributed' || store.shared)
    .map(
      (drawn): Changes => ({
        groups: drawn.groups,
        load: drawn.load,
        dispatch: drawn.dispatch,
        store: drawn.store,
        logger: drawn.logger,
        processes: { count: drawn.count, assign: drawn.assign },
        roundTrip_s: (stream) => drawn.rtt_s * (1 - drawn.jitter + 2 * drawn.jitter * stream()),
        router: {
          strategy: drawn.strategy,
          profile: drawn.profile,
          ttl_s: drawn.ttl_s,
          buffer: drawn.buffer,
          listSize: drawn.listSize,
        },
        loggerOptions: { retries: drawn.retries, lease_s: drawn.lease_s },
        samples: {
          kinds: drawn.kinds,
          stream: drawn.stream,
          inputTokens: 5,
          ...(drawn.timeouts !== undefined && { timeouts: drawn.timeouts }),
        },
        duration_s: drawn.duration_s,
        seed: drawn.seed,
        replications: 1,
      }),
    );
}

/** What stands in the way of reading a counter-example: functions and their captured numbers. */
export const shown = (one: Experiment): string =>
  JSON.stringify({
    ...one,
    logger: one.logger.name,
    store: one.store.kind,
    strategy: one.strategy.name,
  });
