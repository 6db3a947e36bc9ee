import fc from 'fast-check';
import { expect } from 'vitest';
import { LoggerFault } from '../../../src/effects/fault.js';
import { exponential } from '../../../src/kernel/distributions/exponential.js';
import { LOGGERS } from '../../../src/loggers/index.js';
import { fastestGroup } from '../../../src/measure/verdict.js';
import type { Cache } from '../../../src/model/cache.js';
import type { Experiment } from '../../../src/model/experiment.js';
import { Fleet } from '../../../src/model/fleet.js';
import { bursts } from '../../../src/model/loads/bursts.js';
import { poisson } from '../../../src/model/loads/poisson.js';
import { inProcess } from '../../../src/model/stores/in-process.js';
import { remote } from '../../../src/model/stores/remote.js';
import type { StoreModel } from '../../../src/model/stores/store.js';
import { tiered } from '../../../src/model/stores/tiered.js';
import { DeploymentStats, LatencyMap } from '../../../src/strategies/lowest-latency/latency-map.js';
import type { SimulationEvent } from '../../../src/worlds/simulate/events.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import { entriesOf } from '../../corpus/entries.js';
import { experiment, flushes, group, only, profile, samplesOf, total } from './experiments.js';
import { LOGGERS_OF_USERS, type OfAUser } from './loggers-of-users.js';

/*
 * Causes against the books, and against the values that are stored: every sample is a latency of its
 * own (exponential, one token an answer), so the values themselves say which samples they hold.
 */

const corpus = [...(await entriesOf('faulty')), ...(await entriesOf('correct'))];

const loggers: readonly OfAUser[] = [
  ...LOGGERS.map((logger) => ({ logger, readable: true })),
  ...LOGGERS_OF_USERS,
  // Some of the corpus keep averages, or one list for all deployments.
  ...corpus.map(([name, { logger }]) => ({ logger: { ...logger, name }, readable: false })),
];

interface Case {
  readonly shown: string;
  readonly one: Experiment;
  readonly readable: boolean;
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    recorder: fc.constantFrom(...loggers),
    store: fc.constantFrom(inProcess, remote, tiered(600), tiered(3)),
    load: fc.constantFrom(poisson(3), bursts(10, 4, 0), bursts(6, 2, 1)),
    duration_s: fc.constantFrom(15, 25, 70),
    dispatch: fc.constantFrom({ kind: 'immediate' } as const, flushes(3)),
    count: fc.integer({ min: 1, max: 4 }),
    rtt_s: fc.constantFrom(0.001, 0.1, 0.9),
    ttl_s: fc.constantFrom(1, 6, 300),
    listSize: fc.constantFrom(1, 3, 10),
    full: fc.constantFrom('v1.76.1', 'v1.82.3r'),
    kind: fc.constantFrom('chat' as const, 'chat' as const, 'chat' as const, undefined),
    retries: fc.constantFrom(0, 1, 64),
    buffer: fc.constantFrom(0, 0.1),
    seed: fc.nat(100_000),
  })
  .map((of) => ({
    shown: JSON.stringify({ ...of, recorder: of.recorder.logger.name, store: of.store.kind }),
    readable: of.recorder.readable,
    one: experiment({
      groups: [
        group('slow', 3, { latency: exponential(2) }),
        group('fast', 2, { latency: exponential(0.5) }),
      ],
      load: of.load,
      duration_s: of.duration_s,
      dispatch: of.dispatch,
      processes: { count: of.count, assign: 'random' },
      samples:
        of.kind === undefined
          ? {
              ...samplesOf('chat'),
              kinds: [
                { kind: 'chat', weight: 2 },
                { kind: 'not-recorded', weight: 1 },
              ],
            }
          : samplesOf(of.kind),
      store: of.store,
      logger: of.recorder.logger,
      loggerOptions: { retries: of.retries, lease_s: 2 },
      roundTrip_s: (stream) => of.rtt_s * (0.5 + stream()),
      router: {
        ttl_s: of.ttl_s,
        listSize: of.listSize,
        profile: profile(of.full),
        buffer: of.buffer,
      },
      seed: of.seed,
      replications: 1,
    }),
  }));

/** Whether one of these samples is in a value. */
function hasOneOf(samples: ReadonlySet<number>, value: unknown): boolean {
  if (typeof value === 'number') return samples.has(value);
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof LatencyMap) {
    return value.index.ids.some((_, position) => hasOneOf(samples, value.at(position)));
  }
  if (value instanceof DeploymentStats) return hasOneOf(samples, value.latency);
  return Object.values(value).some((item) => hasOneOf(samples, item));
}

/** Follows what is recorded, and looks at each choice for what is stored of it. */
class Onlooker {
  private copies: readonly Cache[] = [];
  private readonly arrivals_s = new Map<number, number>();
  private readonly latencies = new Map<number, number>();
  /** By deployment, the samples that have been handed to the logger; and those that it is done with. */
  private readonly logged = new Map<string, Set<number>>();
  private readonly recorded = new Map<string, Map<number, number>>();
  /** The keys that selects have read: elsewhere a sample is of no use. */
  private readonly viewed = new Set<string>();

  constructor(private readonly one: Experiment) {}

  /** The same store, looked at. */
  watching(model: StoreModel): StoreModel {
    return {
      ...model,
      create: (setup) => {
        const store = model.create(setup);
        this.copies = store.copies();
        return store;
      },
    };
  }

  observe(event: SimulationEvent): void {
    const { request, t } = event;
    if (event.event === 'effect' && event.call === 'view') {
      const { effect } = event;
      if (effect.op === 'read-many') for (const key of effect.keys) this.viewed.add(key);
      else if ('key' in effect) this.viewed.add(effect.key);
    }
    if (event.event === 'arrival') this.arrivals_s.set(request, t);
    if (event.event === 'completion') this.latencies.set(request, event.latency_s);
    const latency_s = this.latencies.get(request) as number;
    if (event.event === 'log') {
      const before = this.logged.get(event.deployment) ?? new Set();
      this.logged.set(event.deployment, before.add(latency_s));
    }
    if (event.event === 'recorded') {
      const before = this.recorded.get(event.deployment) ?? new Map();
      this.recorded.set(event.deployment, before.set(latency_s, t));
    }
    if (event.event === 'select' && event.cause !== null) this.select(event);
  }

  private select(event: Extract<SimulationEvent, { event: 'select' }>): void {
    const { cause, deployment, seen } = event;
    const [modelGroup] = this.one.modelGroups;
    if (modelGroup === undefined || seen === null) throw new Error('lowest-latency sees something');
    const { index, groupOf } = new Fleet(modelGroup.groups);
    const fastest = fastestGroup(modelGroup.groups, this.one.samples);
    const unseen = index.ids.filter((_, i) => groupOf[i] === fastest && seen[i] === 0);
    const asked = unseen.length > 0 ? unseen : [deployment as string];
    if (cause === 'stale') {
      expect(
        asked.some((id) => this.isStored(event, this.logged.get(id) ?? new Set(), true)),
        cause,
      ).toBe(true);
    }
    if (cause === 'lost' || cause === 'expired' || cause === 'abandoned') {
      const asked_s = this.arrivals_s.get(event.request) as number;
      const gone = asked.some((id) => {
        const all = [...(this.recorded.get(id) ?? [])];
        const before = all.filter(([, t]) => t < asked_s).map(([latency_s]) => latency_s);
        return !this.isStored(event, new Set(before), false);
      });
      expect(gone, cause).toBe(true);
    }
  }

  /** Whether one of these samples is in the copy that counts, or in the memory of the process. */
  private isStored(
    { t, process }: SimulationEvent,
    samples: ReadonlySet<number>,
    inMemoryToo: boolean,
  ): boolean {
    const { shared, perProcess } = this.one.store;
    const memory = perProcess ? this.copies[shared ? process + 1 : process] : undefined;
    const counts = shared ? this.copies[0] : memory;
    return [counts, inMemoryToo ? memory : undefined].some((copy) =>
      copy
        ?.contents()
        .some(({ key }) => this.viewed.has(key) && hasOneOf(samples, copy.peek(key, t))),
    );
  }
}

/** Runs random scenarios, and gives how many choices each check was about. */
export function expectCausesToHold(numRuns: number, more: object = {}): Record<string, number> {
  const seen: Record<string, number> = { runs: 0, faults: 0, stale: 0, gone: 0 };
  fc.assert(
    fc.property(cases, ({ one, readable, shown }) => {
      const onlooker = new Onlooker(one);
      const store = onlooker.watching(one.store);
      let results: ReturnType<typeof simulate>;
      try {
        results = simulate(
          { ...one, store },
          readable ? { observer: (event) => onlooker.observe(event) } : {},
        );
      } catch (error) {
        // A logger that breaks its contract, or asks for leases where there are none, has no causes.
        if (!(error instanceof LoggerFault) && !(error as Error).message.includes('lease')) {
          throw error;
        }
        seen.faults!++;
        return;
      }
      const { samples, causes, requests, unexplained = 0 } = only(results[0] as never);
      seen.runs!++;
      seen.stale! += causes.stale;
      seen.gone! += causes.lost + causes.expired + causes.abandoned;
      if (samples.lost === 0) expect(causes.lost, shown).toBe(0);
      if (samples.abandoned === 0) expect(causes.abandoned, shown).toBe(0);
      expect(samples.lostAfterExpiry).toBeLessThanOrEqual(samples.lost);
      expect(total(Object.values(causes)) + unexplained).toBe(total(requests.slice(0, 3)));
    }),
    { numRuns, ...more },
  );
  return seen;
}
