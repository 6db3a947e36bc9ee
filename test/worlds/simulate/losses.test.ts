import fc from 'fast-check';
import { expect, test } from 'vitest';
import { read, write } from '../../../src/effects/effects.js';
import { exponential } from '../../../src/kernel/distributions/exponential.js';
import { Streams } from '../../../src/kernel/random.js';
import { unlocked } from '../../../src/loggers/unlocked.js';
import type { Caller } from '../../../src/model/caller.js';
import type { Experiment } from '../../../src/model/experiment.js';
import { bursts } from '../../../src/model/loads/bursts.js';
import type { Load } from '../../../src/model/loads/load.js';
import { poisson } from '../../../src/model/loads/poisson.js';
import { recorded } from '../../../src/model/loads/recorded.js';
import { inProcess } from '../../../src/model/stores/in-process.js';
import { remote } from '../../../src/model/stores/remote.js';
import type { StoreModel } from '../../../src/model/stores/store.js';
import { tiered } from '../../../src/model/stores/tiered.js';
import { LatencyMap } from '../../../src/strategies/lowest-latency/latency-map.js';
import type { Logger } from '../../../src/strategies/lowest-latency/logger.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import { always, experiment, flushes, group, logger, only, profile } from './experiments.js';

/*
 * Lost samples counted a second time, from nothing but the values that reach the shared copy:
 * every sample is a latency of its own (exponential, one token an answer), so the maps themselves
 * say which samples they hold.
 */

type Holdings = ReadonlyMap<number, ReadonlySet<number>>;

function holdingsOf(value: unknown): Holdings {
  const held = new Map<number, Set<number>>();
  if (!(value instanceof LatencyMap)) return held;
  for (let position = 0; position < value.index.ids.length; position++) {
    const samples = (value.at(position)?.latency ?? []).filter((s) => typeof s === 'number');
    held.set(position, new Set(samples));
  }
  return held;
}

const NOTHING: Holdings = new Map();

/** Follows the shared copy of a store by its values alone. */
class Bystander {
  readonly lost = new Set<number>();
  private stored: Holdings = NOTHING;
  private expiry_s = Number.POSITIVE_INFINITY;
  /** What each caller has read last. */
  private readonly read = new WeakMap<Caller, Holdings>();

  /** The same store, watched. */
  watching(model: StoreModel): StoreModel {
    return {
      ...model,
      create: (setup) => {
        const store = model.create(setup);
        return {
          ...store,
          begin: (effect, caller, now_s) => {
            const answer = store.begin(effect, caller, now_s);
            if (effect.op === 'read') this.read.set(caller, holdingsOf(answer));
            return answer;
          },
          serve: (effect, payload, caller, now_s) => {
            const answer = store.serve(effect, payload, caller, now_s);
            if (effect.op === 'read') this.read.set(caller, holdingsOf(answer));
            if (effect.op === 'read-version') {
              this.read.set(caller, holdingsOf((answer as { value: unknown }).value));
            }
            const written = effect.op === 'write' || (effect.op === 'compare-and-set' && answer);
            if (written) this.replace(holdingsOf(payload), caller, effect.ttl_s, now_s);
            return answer;
          },
        };
      },
    };
  }

  private replace(after: Holdings, caller: Caller, ttl_s: number, now_s: number): void {
    const before = now_s > this.expiry_s ? NOTHING : this.stored;
    const read = this.read.get(caller) ?? NOTHING;
    for (const [position, samples] of before) {
      for (const sample of samples) {
        if (after.get(position)?.has(sample)) continue;
        // Its writer knew it and pushed it out of a full list.
        if (position === caller.own?.position && read.get(position)?.has(sample)) continue;
        this.lost.add(sample);
      }
    }
    // A writer with an old map brings back what another had overwritten.
    for (const samples of after.values()) for (const sample of samples) this.lost.delete(sample);
    this.stored = after;
    this.expiry_s = now_s + ttl_s;
  }
}

/** Runs an experiment once; gives the samples lost by the books, and by the values. */
function bothCounts(one: Experiment): { booked: number; seen: number } {
  const bystander = new Bystander();
  const [result] = simulate({ ...one, store: bystander.watching(one.store) });
  if (result === undefined) throw new Error('no result');
  return { booked: only(result).samples.lost, seen: bystander.lost.size };
}

/** Poisson arrivals for 40 s, then none: all that is logged has been logged long before the end. */
function arrivals(rate_hz: number, seed: number): Load {
  const next_s = poisson(rate_hz).arrivals(new Streams(seed, 0).stream('test'));
  const times: number[] = [];
  for (let t = next_s(); t < 40; t = next_s()) times.push(t);
  return recorded(times);
}

/** Writers that meet all the time. */
const contended = (store: StoreModel): fc.Arbitrary<Experiment> =>
  fc
    .record({
      name: fc.constantFrom('unlocked', 'locked', 'compare-and-set'),
      dispatch: fc.constantFrom({ kind: 'immediate' } as const, flushes(3)),
      count: fc.integer({ min: 1, max: 3 }),
      rtt_s: fc.constantFrom(0.001, 0.2, 1.7),
      ttl_s: fc.constantFrom(4, 20, 300),
      listSize: fc.constantFrom(1, 2, 10),
      full: fc.constantFrom('v1.76.1', 'v1.110.2'),
      seed: fc.nat(10_000),
    })
    .map(({ name, dispatch, count, rtt_s, ttl_s, listSize, full, seed }) =>
      experiment({
        groups: [
          group('slow', 4, { latency: exponential(2) }),
          group('fast', 2, { latency: exponential(0.5) }),
        ],
        load: arrivals(4, seed),
        duration_s: 2000,
        dispatch,
        processes: { count, assign: 'random' },
        store,
        logger: logger(name),
        roundTrip_s: (stream) => rtt_s * (0.5 + stream()),
        router: { ttl_s, listSize, profile: profile(full) },
        seed,
        replications: 1,
      }),
    );

test.each([
  { on: 'a remote store', store: remote },
  { on: 'a tiered store', store: tiered(600) },
])('lost samples, counted by the books and by the values, on $on', ({ store }) => {
  let lost = 0;
  fc.assert(
    fc.property(contended(store), (one) => {
      const { booked, seen } = bothCounts(one);
      lost += seen;
      expect(booked).toBe(seen);
    }),
    { numRuns: 100 },
  );
  // The test has something to count.
  expect(lost).toBeGreaterThan(1000);
});

test('a sample that is overwritten while its logger waits for the answer is pending, not lost', () => {
  // Chosen at 0.5 s, done at 1.5 s: both are read for at 1.75 s and written at 2.25 s, and answered
  // at 2.5 s, after the end.
  const [result] = simulate(
    experiment({
      groups: [group('any', 2)],
      load: bursts(2, 100, 0),
      store: remote,
      roundTrip_s: always(0.5),
      duration_s: 2.4,
      replications: 1,
    }),
  );
  expect(result && only(result).samples).toMatchObject({
    pending: 2,
    recorded: 0,
    lost: 0,
  });
});

test.each([inProcess, remote])(
  'what a logger writes without its sample was never stored: $kind',
  (store) => {
    const forgetful: Logger = {
      ...unlocked,
      name: 'forgetful',
      *record(_, { key, ttl_s, emptyMap }) {
        const known = (yield read(key)) as LatencyMap | undefined;
        yield write(key, known ?? emptyMap(), ttl_s);
        return undefined;
      },
    };
    const load = poisson(2);
    const roundTrip_s = always(0.01);
    const changes = {
      logger: forgetful,
      load,
      store,
      roundTrip_s,
      duration_s: 30,
      replications: 1,
    };
    const { samples } = only(simulate(experiment(changes))[0]!);
    expect(samples.recorded).toBeGreaterThan(50);
    expect(samples).toMatchObject({ lost: samples.recorded, neverStored: samples.recorded });
  },
);
