import { describe, expect, test } from 'vitest';
import { acquireLease, releaseLease, sleep } from '../../../src/effects/effects.js';
import { constant } from '../../../src/kernel/distributions/constant.js';
import { LOGGERS } from '../../../src/loggers/index.js';
import { unlocked } from '../../../src/loggers/unlocked.js';
import type { Experiment } from '../../../src/model/experiment.js';
import { bursts } from '../../../src/model/loads/bursts.js';
import { closed } from '../../../src/model/loads/closed.js';
import { recorded } from '../../../src/model/loads/recorded.js';
import type { SampleKind } from '../../../src/model/samples.js';
import { inProcess } from '../../../src/model/stores/in-process.js';
import { remote } from '../../../src/model/stores/remote.js';
import { ABANDONED } from '../../../src/model/strategy.js';
import { Histogram } from '../../../src/stats/histogram.js';
import type { Logger } from '../../../src/strategies/lowest-latency/logger.js';
import { PROFILES } from '../../../src/strategies/lowest-latency/profile.js';
import type { SimulationEvent } from '../../../src/worlds/simulate/events.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import {
  always,
  type Changes,
  experiment,
  flushes,
  group,
  logger,
  only,
  summed,
  total,
} from './experiments.js';

/** One replication of a small world, and all that happened in it. */
function play(changes: Changes) {
  const events: SimulationEvent[] = [];
  const one = experiment({ groups: [group('any', 1)], replications: 1, ...changes });
  const [result] = simulate(one, { observer: (event) => events.push(event) });
  if (result === undefined) throw new Error('no result');
  const at = (name: SimulationEvent['event']): number[] =>
    events.filter(({ event }) => event === name).map(({ t }) => Number(t.toFixed(9)));
  return { ...only(result), events, at };
}

describe('when a completion is logged', () => {
  test('immediately: at the moment of the answer', () => {
    const { at } = play({ load: recorded([0, 2.5]) });
    expect(at('completion')).toEqual([1, 3.5]);
    expect(at('log')).toEqual([1, 3.5]);
  });

  test('in flushes: with the next one of its process, the one at that moment included', () => {
    const load = recorded([0, 0.5, 3, 4, 4.5, 20]);
    const { at } = play({ load, dispatch: flushes(5), duration_s: 60 });
    expect(at('completion')).toEqual([1, 1.5, 4, 5, 5.5, 21]);
    expect(at('log')).toEqual([5, 5, 5, 5, 10, 25]);
  });

  test('a phase moves all flushes; there is none before it', () => {
    const { at } = play({ load: recorded([0, 4, 7.5]), dispatch: flushes(5, 7), duration_s: 60 });
    expect(at('log')).toEqual([7, 7, 12]);
  });

  test('staggered: process p of n flushes p / n of a period later', () => {
    const load = recorded([0, 0, 0, 0]);
    const processes = { count: 4, assign: 'round-robin' } as const;
    const together = play({ load, processes, dispatch: flushes(8, 1), duration_s: 60 });
    const inTurn = play({ load, processes, dispatch: flushes(8, 1, true), duration_s: 60 });
    expect(together.at('log')).toEqual([1, 1, 1, 1]);
    expect(inTurn.at('log')).toEqual([1, 3, 5, 7]);
  });

  test('a flush whose time cannot be written exactly comes no earlier than the answer', () => {
    const load = recorded([0, 0.1, 0.2, 0.3, 0.7, 1.1]);
    const { events } = play({ load, dispatch: flushes(0.1), duration_s: 60 });
    const logs = new Map(events.flatMap((e) => (e.event === 'log' ? [[e.request, e.t]] : [])));
    const answers = events.filter(({ event }) => event === 'completion');
    expect(answers).toHaveLength(6);
    for (const { request, t } of answers) {
      expect(logs.get(request)).toBeGreaterThanOrEqual(t);
      expect((logs.get(request) ?? 0) - t).toBeLessThan(0.1 + 1e-9);
    }
  });
});

describe('round trips', () => {
  test('take effect in the middle, and delay the choice', () => {
    const { events, at, latency_s } = play({
      load: recorded([0]),
      store: remote,
      roundTrip_s: always(0.5),
      duration_s: 60,
    });
    const effects = events.flatMap((e) =>
      e.event === 'effect' ? [[e.call, e.effect.op, e.where, e.t]] : [],
    );
    expect(effects).toEqual([
      ['view', 'read', 'shared', 0.25],
      ['record', 'read', 'shared', 1.75],
      ['record', 'write', 'shared', 2.25],
    ]);
    expect([at('select'), at('completion'), at('recorded')]).toEqual([[0.5], [1.5], [2.5]]);
    // The caller waits for the select, too.
    expect(Histogram.merged([latency_s]).mean).toBe(1.5);
  });

  test('in-process everything happens at once', () => {
    const { at } = play({ load: recorded([0]), duration_s: 60 });
    expect([at('select'), at('completion'), at('recorded')]).toEqual([[0], [1], [1]]);
  });
});

describe('the lock', () => {
  test('is held over read and write, and handed on first come, first served', () => {
    const { events } = play({
      load: bursts(3, 1000, 0),
      store: remote,
      roundTrip_s: always(0.5),
      logger: logger('locked'),
      duration_s: 60,
    });
    const done = events.flatMap((e) => (e.event === 'recorded' ? [[e.request, e.t]] : []));
    expect(done).toEqual([
      [0, 2.5],
      [1, 3.5],
      [2, 4.5],
    ]);
  });

  test('each process has its own', () => {
    const results = simulate(
      experiment({
        groups: [group('any', 1)],
        load: bursts(8, 1000, 0),
        processes: { count: 4, assign: 'round-robin' },
        store: remote,
        roundTrip_s: always(0.5),
        logger: logger('locked'),
        duration_s: 60,
        replications: 1,
      }),
    );
    // Two rounds of four concurrent writers: the second round has read what survived the first.
    expect(summed(results, 'lost')).toBe(6);
  });

  test('locked-global holds up other model groups, locked does not', () => {
    const two = (name: string): Experiment => ({
      ...experiment({
        store: remote,
        roundTrip_s: always(0.5),
        logger: logger(name),
        duration_s: 60,
        replications: 1,
      }),
      modelGroups: ['a', 'b'].map((each) => ({
        name: each,
        groups: [group(each, 1)],
        load: bursts(1, 1000, 0),
      })),
    });
    const lags = (name: string) =>
      simulate(two(name)).flatMap((result) =>
        result.modelGroups.map(({ loggingLag_s }) => Histogram.merged([loggingLag_s]).mean),
      );
    expect(lags('locked')).toEqual([1, 1]);
    expect(lags('locked-global')).toEqual([1, 2]);
  });
});

describe('the lease', () => {
  const withLease = (lease_s: number, rtt_s = 0.5) =>
    play({
      load: bursts(3, 1000, 0),
      store: remote,
      roundTrip_s: always(rtt_s),
      logger: logger('locked-distributed'),
      loggerOptions: { retries: 0, lease_s },
      duration_s: 60,
    });

  test('excludes the others while it lasts', () => {
    const { samples, at } = withLease(10);
    expect(samples).toMatchObject({ recorded: 3, lost: 0 });
    // Granted in mid-trip: read and write, and half a trip to give it back, before the next.
    expect(at('recorded')).toEqual([3.5, 5, 6.5]);
  });

  test('that runs out lets the next overwrite', () => {
    const { samples } = withLease(0.4);
    expect(samples).toMatchObject({ recorded: 3 });
    expect(samples.lost).toBeGreaterThan(0);
  });

  test('given back too late is no longer his: the answer says so', () => {
    const answers: unknown[] = [];
    const slow: Logger = {
      ...unlocked,
      name: 'slow',
      *record() {
        const token: number = yield acquireLease('l', 1);
        yield sleep(3);
        answers.push(yield releaseLease('l', token));
      },
    };
    const base = { store: remote, roundTrip_s: always(0.1), logger: slow, duration_s: 60 };
    play({ ...base, load: bursts(2, 1000, 0) });
    expect(answers).toEqual([false, false]);
  });
});

test('a sample that is given up is counted as abandoned, never forgotten', () => {
  const none: Logger = {
    ...unlocked,
    name: 'gives up',
    *record() {
      yield sleep(0.1);
      return ABANDONED;
    },
  };
  const { samples } = play({ load: bursts(5, 1000, 0), logger: none, duration_s: 60 });
  expect(samples).toMatchObject({ completed: 5, abandoned: 5, recorded: 0, pending: 0 });
});

describe('a closed load', () => {
  const constantly = { groups: [group('any', 1, { latency: constant(1) })], duration_s: 60 };

  test('each user has at most one request under way, and thinks before each', () => {
    const { at } = play({ ...constantly, load: closed(1, constant(2)), duration_s: 12 });
    expect(at('arrival')).toEqual([2, 5, 8, 11]);
  });

  test('sends what its users can send', () => {
    const { requests } = play({ ...constantly, load: closed(7, constant(0.5)) });
    expect(total(requests)).toBe(7 * 40);
  });

  test('the select is part of what a user waits for', () => {
    const { at } = play({
      ...constantly,
      load: closed(1, constant(2)),
      store: remote,
      roundTrip_s: always(0.5),
      duration_s: 10,
    });
    expect(at('arrival')).toEqual([2, 5.5, 9]);
  });

  test('a user who finds no deployment thinks, and tries again', () => {
    const { rejected, requests, at } = play({
      load: closed(1, constant(10)),
      groups: [group('any', 1, { tpm: 1 })],
      samples: { kinds: [{ kind: 'chat', weight: 1 }], stream: 0, inputTokens: 2 },
      duration_s: 35,
    });
    expect([rejected, total(requests)]).toEqual([3, 0]);
    expect(at('arrival')).toEqual([10, 20, 30]);
  });
});

describe('processes', () => {
  test('round robin goes round; random is about even', () => {
    const processOf = (assign: 'random' | 'round-robin') =>
      play({ load: bursts(3000, 1000, 0), processes: { count: 3, assign }, duration_s: 1 })
        .events.filter(({ event }) => event === 'arrival')
        .map(({ process }) => process);
    expect(processOf('round-robin').slice(0, 7)).toEqual([0, 1, 2, 0, 1, 2, 0]);
    for (const p of [0, 1, 2]) {
      // Five standard deviations of a binomial of 3,000 and one third.
      expect(Math.abs(processOf('random').filter((q) => q === p).length - 1000)).toBeLessThan(130);
    }
  });

  test('least-busy sees only what its own process has under way', () => {
    const { requests } = play({
      groups: [group('any', 4)],
      load: bursts(4, 1000, 0),
      processes: { count: 2, assign: 'round-robin' },
      router: { strategy: 'least-busy' },
      duration_s: 10,
    });
    expect(requests).toEqual([2, 2, 0, 0]);
  });
});

describe('limits', () => {
  const limited = (rpm: number, changes: Changes = {}) =>
    play({
      groups: [group('any', 2, { latency: constant(0.1), rpm })],
      load: bursts(1, 1, 0),
      duration_s: 120,
      ...changes,
    });

  test('requests over the limits of all deployments are turned away until the next minute', () => {
    const { requests, rejected, events } = limited(5);
    expect([total(requests), rejected]).toEqual([20, 100]);
    const chosen = events.flatMap((e) => (e.event === 'select' && e.deployment ? [e.t] : []));
    expect(chosen).toEqual([...Array(10).keys(), ...[...Array(10).keys()].map((i) => 60 + i)]);
  });

  test.each(LOGGERS)('every logger counts usage: $name', (each) => {
    const { requests } = limited(5, { logger: each, store: remote, roundTrip_s: always(0.001) });
    expect(total(requests)).toBe(20);
  });

  test.each(PROFILES)('a limit of 0 is none in $release', (profile) => {
    expect(limited(0, { router: { profile } }).rejected).toBe(0);
  });

  test('tokens per minute: those of the answers and of the question', () => {
    const tokens = group('any', 1, { latency: constant(0.1), tokens: constant(10), tpm: 100 });
    const { requests } = play({
      groups: [tokens],
      load: bursts(1, 1, 0),
      samples: { kinds: [{ kind: 'chat', weight: 1 }], stream: 0, inputTokens: 20 },
      duration_s: 60,
    });
    // 30 are charged for each; a choice needs room for its 20: at 0, 30, 60, and not at 90.
    expect(total(requests)).toBe(3);
  });

  test.each(PROFILES)('the Responses API is charged no tokens in $release', (profile) => {
    const tokens = group('any', 1, { latency: constant(0.1), tokens: constant(10), tpm: 20 });
    const { requests } = play({
      groups: [tokens],
      load: bursts(1, 1, 0),
      samples: { kinds: [{ kind: 'responses', weight: 1 }], stream: 0, inputTokens: 20 },
      router: { profile },
      duration_s: 60,
    });
    expect(total(requests)).toBe(60);
  });
});

test('answers of the Responses API tell the router something from 1.109.0 on', () => {
  const shareOfSlow = (router: Changes['router'] = {}, kind: SampleKind) => {
    const samples = { kinds: [{ kind, weight: 1 }], stream: 0, inputTokens: 0 };
    const groups = [
      group('slow', 2, { latency: constant(2) }),
      group('fast', 2, { latency: constant(1) }),
    ];
    const load = bursts(1, 1, 0);
    const { requests } = play({ groups, samples, router, load, duration_s: 300 });
    return total(requests.slice(0, 2)) / total(requests);
  };
  const [, v82, v110] = PROFILES.map((profile) => ({ profile }));
  expect(shareOfSlow(v82, 'responses')).toBe(shareOfSlow(v82, 'other'));
  expect(shareOfSlow(v82, 'responses')).toBeGreaterThan(0.4);
  expect(shareOfSlow(v110, 'responses')).toBe(shareOfSlow(v110, 'chat'));
  expect(shareOfSlow(v110, 'responses')).toBeLessThan(0.1);
});

describe('streams and timeouts', () => {
  const streaming = (stream: number) =>
    simulate(
      experiment({
        groups: [
          group('late', 2, { latency: constant(1), ttft: constant(0.9) }),
          group('early', 2, { latency: constant(2), ttft: constant(0.1) }),
        ],
        samples: { kinds: [{ kind: 'chat', weight: 1 }], stream, inputTokens: 0 },
        duration_s: 600,
        replications: 1,
      }),
    )[0];
  const shareOfEarly = (stream: number): number => {
    const { requests } = only(streaming(stream) as never);
    return total(requests.slice(2)) / total(requests);
  };

  test('streams go where the first token comes first, answers where the last does', () => {
    expect(shareOfEarly(1)).toBeGreaterThan(0.9);
    expect(shareOfEarly(0)).toBeLessThan(0.1);
  });

  test('a first token comes no later than the answer', () => {
    const { events } = play({
      groups: [group('any', 1, { latency: constant(1), ttft: constant(5) })],
      samples: { kinds: [{ kind: 'chat', weight: 1 }], stream: 1, inputTokens: 0 },
      load: bursts(1, 10, 0),
      duration_s: 60,
    });
    const maps = events.flatMap((e) =>
      e.event === 'effect' && e.effect.op === 'write' ? [e.effect.value] : [],
    );
    const [last] = maps.slice(-1) as { at(position: number): { ttft: number[] } }[];
    expect(last?.at(0).ttft).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test('a timeout takes its time, is logged, and drives the others to the other deployments', () => {
    const timeouts = { rate: 0.5, after_s: 30 };
    const samples = { kinds: [{ kind: 'chat', weight: 1 }], stream: 0, inputTokens: 0, timeouts };
    const { events } = play({ groups: [group('any', 4)], samples: samples as never });
    const answers = events.flatMap((e) => (e.event === 'completion' ? [e.latency_s] : []));
    expect(new Set(answers)).toEqual(new Set([1, 30]));
    const late = answers.filter((latency_s) => latency_s === 30).length / answers.length;
    expect(Math.abs(late - 0.5)).toBeLessThan(0.03);
  });
});

describe("PR #24726's own check: n concurrent completions", () => {
  const concurrent = (n: number, changes: Changes) =>
    play({
      load: bursts(n, 1000, 0),
      router: { listSize: n },
      duration_s: 500,
      ...changes,
    });
  // Round trips of 1 to 5 ms, as they were measured.
  const onRemote: Changes = { store: remote, roundTrip_s: (s) => 0.001 + 0.004 * s() };

  test.each([20, 1000])('in one process %s keep all samples without a lock', (n) => {
    const { samples } = concurrent(n, { store: inProcess });
    expect(samples).toMatchObject({ recorded: n, lost: 0 });
  });

  test('on a remote store 20 lose some', () => {
    const { samples } = concurrent(20, onRemote);
    expect(samples.recorded).toBe(20);
    expect(samples.lost).toBeGreaterThanOrEqual(15);
  });

  test('on a remote store hardly any of 1000 is left', () => {
    const { samples } = concurrent(1000, onRemote);
    expect(samples.recorded).toBe(1000);
    // LiteLLM's handler left 4.
    expect(samples.recorded - samples.lost).toBeLessThan(20);
    expect(samples.recorded - samples.lost).toBeGreaterThanOrEqual(1);
  });

  test('with the lock all of them are', () => {
    const { samples } = concurrent(1000, { ...onRemote, logger: logger('locked') });
    expect(samples).toMatchObject({ recorded: 1000, lost: 0 });
  });
});
