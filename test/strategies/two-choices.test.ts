import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { constant } from '../../src/kernel/distributions/constant.js';
import { Fleet } from '../../src/model/fleet.js';
import { bursts } from '../../src/model/loads/bursts.js';
import { remote } from '../../src/model/stores/remote.js';
import { snapshot } from '../../src/model/stores/snapshot.js';
import type { StrategyModel } from '../../src/model/strategy.js';
import { leastRequest } from '../../src/strategies/least-request.js';
import { luckOf, pairOf } from '../../src/strategies/pair.js';
import { simpleShuffle } from '../../src/strategies/simple-shuffle.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import {
  always,
  type Changes,
  experiment,
  group,
  only,
  recording,
  total,
} from '../worlds/simulate/experiments.js';
import { Driven } from './driven.js';
import { situation } from './situation.js';

const AT_CHOICE = { count: 'choice', call_delay: 0.01 };
const AT_CALL = { count: 'call', call_delay: 0.01 };

/** Requests per deployment, where so many come at once to so many that take long. */
function thrown(strategy: StrategyModel, balls: number, bins: number, more: Changes = {}) {
  const once = experiment({
    groups: [group('bin', bins, { latency: constant(1000) })],
    load: bursts(balls, 10_000, 0),
    duration_s: 9000,
    replications: 1,
    strategy,
    ...more,
  });
  return only(simulate(once)[0]!).requests;
}

describe('a pair', () => {
  test('is each ordered pair of different ones, as often', () => {
    const count = 5;
    const grid = 20 * 400;
    const drawn = new Map<string, number>();
    for (let i = 0; i < grid; i++) {
      const pair = String(pairOf((i + 0.5) / grid, count));
      drawn.set(pair, (drawn.get(pair) ?? 0) + 1);
    }
    expect(drawn.size).toBe(count * (count - 1));
    expect(new Set(drawn.values())).toEqual(new Set([400]));
    expect([...drawn.keys()].filter((pair) => new Set(pair.split(',')).size < 2)).toEqual([]);
  });

  test('has a luck that draws it', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 2, max: 10_000 })
          .chain((count) =>
            fc.tuple(
              fc.constant(count),
              fc.uniqueArray(fc.nat(count - 1), { minLength: 2, maxLength: 2 }),
            ),
          ),
        ([count, pair]) => {
          expect(pairOf(luckOf(pair as [number, number], count), count)).toEqual(pair);
        },
      ),
    );
  });
});

describe('least-request', () => {
  test('takes the one with fewer requests under way, the first drawn on a tie', () => {
    const fleet = new Fleet([group('g', 4)]);
    const driven = new Driven(leastRequest(AT_CHOICE, recording()).create('k', fleet));
    const choose = (...pair: [number, number]) =>
      driven.choose(situation(fleet, { luck: luckOf(pair, 4) })).position;
    expect(choose(3, 1)).toBe(3);
    expect(choose(3, 1)).toBe(1);
    expect(choose(1, 3)).toBe(1);
    expect(choose(1, 2)).toBe(2);
    driven.end(1, situation(fleet), 1, 'success');
    driven.end(1, situation(fleet), 1, 'failure');
    expect(driven.stored('k/requests/g/02')).toBe(0);
    expect(choose(3, 1)).toBe(1);
  });

  test('draws among those that may be chosen, and needs no draw for one or none', () => {
    const fleet = new Fleet([group('g', 4)]);
    const driven = new Driven(leastRequest(AT_CHOICE, recording()).create('k', fleet));
    const among = (...healthy: number[]) =>
      [0.1, 0.4, 0.6, 0.9].map(
        (luck) => driven.choose(situation(fleet, { healthy, luck })).position,
      );
    expect(new Set(among(1, 3))).toEqual(new Set([1, 3]));
    expect(among(2)).toEqual([2, 2, 2, 2]);
    expect(among()).toEqual([-1, -1, -1, -1]);
  });

  /*
   * n balls in n bins: the fullest has about ln n / ln ln n by one choice, and ln ln n / ln 2 by the
   * better of two, each but for a constant (Azar et al. 1999; Mitzenmacher 2001): 3.6 and 2.8 here.
   */
  test('the fullest of 1,000 has few requests, where by chance alone it has many', () => {
    const two = thrown(leastRequest(AT_CHOICE, recording()), 1000, 1000);
    const one = thrown(simpleShuffle(recording()), 1000, 1000);
    expect(total(two)).toBe(1000);
    expect(Math.max(...two)).toBeLessThanOrEqual(4);
    expect(Math.max(...one)).toBeGreaterThanOrEqual(5);
    expect(two.filter((requests) => requests === 0).length).toBeLessThan(
      0.8 * one.filter((requests) => requests === 0).length,
    );
  });

  test('counted at the call, a burst is not seen, and falls as by chance', () => {
    const seen = thrown(leastRequest(AT_CHOICE, recording()), 200, 10);
    const unseen = thrown(leastRequest(AT_CALL, recording()), 200, 10);
    expect(Math.max(...seen) - Math.min(...seen)).toBeLessThanOrEqual(4);
    expect(Math.max(...unseen) - Math.min(...unseen)).toBeGreaterThanOrEqual(8);
  });

  test('a fleet of any size costs the same effects', () => {
    const effects = (bins: number): number => {
      let count = 0;
      const few = experiment({
        groups: [group('g', bins)],
        load: bursts(10, 100, 0),
        duration_s: 50,
        replications: 1,
        strategy: leastRequest(AT_CHOICE, recording()),
      });
      simulate(few, { observer: ({ event }) => (count += event === 'effect' ? 1 : 0) });
      return count;
    };
    expect(effects(2000)).toBe(effects(2));
  });

  test('two slow and two fast: why a slow one was chosen', () => {
    const causes = (more: Changes) => {
      const run = experiment({
        groups: [group('slow', 2, { latency: constant(4) }), group('fast', 2)],
        load: bursts(5, 2, 0),
        duration_s: 100,
        replications: 1,
        strategy: leastRequest(AT_CHOICE, recording()),
        ...more,
      });
      const told = Object.entries(only(simulate(run)[0]!).causes);
      return told.flatMap(([cause, choices]) => (choices > 0 ? [cause] : []));
    };
    expect(causes({})).toEqual(['tie', 'random', 'preferred']);
    const processes = { count: 4, assign: 'random' } as const;
    expect(causes({ processes })).toContain('outdated');
    const shared = { processes, roundTrip_s: always(0) };
    expect(causes({ ...shared, store: remote })).toContain('preferred');
    expect(causes({ ...shared, store: snapshot(30) })).toContain('outdated');
  });
});
