import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fleet } from '../../../src/model/fleet.js';
import { Averaging } from '../../../src/strategies/lowest-latency/average.js';
import {
  DeploymentStats,
  LatencyMap,
  PLACEHOLDER,
} from '../../../src/strategies/lowest-latency/latency-map.js';
import { Ranker } from '../../../src/strategies/lowest-latency/ranking.js';
import { group, profile } from '../../worlds/simulate/experiments.js';

import { situation } from '../situation.js';

const [V76, V82, V110] = ['v1.76.1', 'v1.82.3', 'v1.110.2'].map(profile) as [
  ReturnType<typeof profile>,
  ReturnType<typeof profile>,
  ReturnType<typeof profile>,
];

const seconds = fc.double({ min: 0, max: 100, noNaN: true });
const list = fc.array(seconds, { minLength: 1, maxLength: 12 });
const unusable = fc.constantFrom(-0.5, Number.NaN, Number.POSITIVE_INFINITY, -Infinity);

/** A list with other things somewhere in it. */
function mixedWith<T>(values: readonly T[], others: readonly T[], seed: number): T[] {
  const all = [...values];
  for (const [i, one] of others.entries()) all.splice((seed + i) % (all.length + 1), 0, one);
  return all;
}

describe('what is of no use', () => {
  test('is as good as not there in 1.110.2, in both lists', () => {
    fc.assert(
      fc.property(
        list,
        list,
        fc.array(unusable, { maxLength: 3 }),
        fc.nat(20),
        (a, b, no, seed) => {
          const averaging = new Averaging(V110);
          const clean = new DeploymentStats(a, b);
          const mixed = new DeploymentStats(mixedWith(a, no, seed), mixedWith(b, no, seed));
          for (const stream of [false, true]) {
            expect(averaging.of(mixed, stream)).toBe(averaging.of(clean, stream));
            expect(averaging.ofSummed(mixed, stream)).toBe(averaging.ofSummed(clean, stream));
          }
        },
      ),
    );
  });

  test('alone is nothing: streams go by latencies, and those are 0', () => {
    const averaging = new Averaging(V110);
    expect(averaging.of(new DeploymentStats([2, 4], [-1]), true)).toBe(3);
    expect(averaging.of(new DeploymentStats([Number.NaN], [-1]), true)).toBe(0);
    expect(averaging.of(new DeploymentStats([PLACEHOLDER, 4, -1]), false)).toBe(2);
  });

  test('is counted and summed before', () => {
    expect(new Averaging(V82).of(new DeploymentStats([2, 4], [-1, 3]), true)).toBe(1);
    expect(new Averaging(V76).of(new DeploymentStats([2, 4, 6, 8], [-1, 3]), true)).toBe(0.5);
    expect(new Averaging(V82).of(new DeploymentStats([-3, 1]), false)).toBe(-1);
    expect(new Averaging(V82).of(new DeploymentStats([Infinity, 1]), false)).toBe(Infinity);
    expect(new Averaging(V82).ofSummed(new DeploymentStats([PLACEHOLDER, -3, 1]), false)).toBe(-1);
  });
});

describe('a percentile of TTFTs', () => {
  test('is the least of them that so many are not above', () => {
    fc.assert(
      fc.property(list, list, fc.double({ min: 1e-6, max: 1, noNaN: true }), (latency, ttft, p) => {
        const value = new Averaging(V110, { ttftPercentile: p }).of(
          new DeploymentStats(latency, ttft),
          true,
        );
        const upTo = (bar: number) => ttft.filter((one) => one <= bar).length;
        expect(ttft).toContain(value);
        expect(upTo(value)).toBeGreaterThanOrEqual(ttft.length * p);
        expect(ttft.filter((one) => one < value).length).toBeLessThan(ttft.length * p);
      }),
    );
  });

  test('leaves what does not stream alone, and is nothing to 1.82.3', () => {
    const stats = new DeploymentStats([2, 4], [1, 2, 6]);
    expect(new Averaging(V110, { ttftPercentile: 0.5 }).of(stats, true)).toBe(2);
    expect(new Averaging(V110, { ttftPercentile: 0.5 }).of(stats, false)).toBe(3);
    expect(new Averaging(V82, { ttftPercentile: 0.5 }).of(stats, true)).toBe(3);
  });
});

describe("Python's sum", () => {
  const compensated = { compensated: true };

  test('from 3.12 on loses nothing where a loop does', () => {
    const stats = new DeploymentStats([1e16, 1, 1, 1, 1]);
    expect(new Averaging(V110, compensated).of(stats, false) * 5).toBe(1e16 + 4);
    expect(new Averaging(V110).of(stats, false) * 5).toBe(1e16);
    expect(new Averaging(V82, compensated).of(stats, false) * 5).toBe(1e16);
  });

  test('loses nothing of what comes before a greater one, either', () => {
    // Doubles near 2^60 are 256 apart: 30 and 100 count together only.
    const stats = new DeploymentStats([30, 2 ** 60, 100]);
    expect(new Averaging(V110, compensated).of(stats, false) * 3).toBe(2 ** 60 + 256);
    expect(new Averaging(V110).of(stats, false) * 3).toBe(2 ** 60);
  });

  test('differs in last bits only', () => {
    fc.assert(
      fc.property(list, (latency) => {
        const stats = new DeploymentStats(latency);
        const [one, other] = [compensated, {}].map((settings) =>
          new Averaging(V110, settings).of(stats, false),
        ) as [number, number];
        expect(Math.abs(one - other)).toBeLessThanOrEqual(latency.length * Number.EPSILON * other);
      }),
    );
  });
});

test('what counts is the average of the numbers alone, by each of the rules', () => {
  const stats = new DeploymentStats([PLACEHOLDER, { timedelta_s: 5 }, 2, 4]);
  for (const rules of [V76, V82, V110]) {
    for (const compensated of [false, true]) {
      const averaging = new Averaging(rules, { compensated });
      expect(averaging.of(stats, false)).toBe(1.5);
      expect(averaging.ofSummed(stats, false)).toBe(3);
      expect(averaging.ofSummed(new DeploymentStats([PLACEHOLDER]), false)).toBe(Infinity);
    }
  }
});

describe('above a negative average nothing is within the buffer', () => {
  const fleet = new Fleet([group('any', 2), group('limited', 1, { tpm: 1 })]);
  const choose = (rules: typeof V82, buffer: number): number => {
    const view = new LatencyMap(fleet.index);
    for (const position of [0, 1, 2]) view.put(position, new DeploymentStats([1], [-1]));
    return new Ranker(fleet, rules, buffer).choose(
      situation(fleet, { view, stream: true, inputTokens: 2, luck: 0.9 }),
    );
  };

  test('so the select of 1.82.3 fails, unless there is no buffer', () => {
    expect(choose(V82, 0.1)).toBe(-1);
    expect(choose(V82, 0)).toBe(1);
  });

  test('1.110.2 ignores it; where no candidate was left it would take all within their limits', () => {
    expect(choose(V110, 0.1)).toBe(1);
    expect(choose({ ...V82, noCandidate: 'all' }, 0.1)).toBe(1);
  });
});
