import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { constant } from '../../src/kernel/distributions/constant.js';
import { Streams } from '../../src/kernel/random.js';
import { bursts } from '../../src/model/loads/bursts.js';
import { closed } from '../../src/model/loads/closed.js';
import type { Load, OpenLoad } from '../../src/model/loads/load.js';
import { poisson } from '../../src/model/loads/poisson.js';
import { recorded } from '../../src/model/loads/recorded.js';
import { uniformSpacing } from '../../src/model/loads/uniform.js';
import { kolmogorovSmirnov, kolmogorovSmirnovLimit } from '../kernel/samples.js';

/** Arrival times before the end. */
function times(load: OpenLoad, end_s: number, seed = 1): number[] {
  const next_s = load.arrivals(new Streams(seed, 0).stream('arrivals'));
  const all: number[] = [];
  for (let t = next_s(); t < end_s; t = next_s()) all.push(t);
  return all;
}

describe('loads', () => {
  test('bursts: all of one at one instant, the first at the phase', () => {
    expect(times(bursts(3, 15, 2), 40)).toEqual([2, 2, 2, 17, 17, 17, 32, 32, 32]);
  });

  test('uniform spacing: one at the phase, then one every 1 / rate seconds', () => {
    expect(times(uniformSpacing(4, 0.1), 1)).toEqual([0.1, 0.35, 0.6, 0.85]);
  });

  test('recorded: as given', () => {
    expect(times(recorded([0, 0.5, 0.5, 3]), 3)).toEqual([0, 0.5, 0.5]);
    expect(times(recorded([]), 3)).toEqual([]);
  });

  test('the number expected is the number that comes, where it is certain', () => {
    const load = fc.oneof(
      fc
        .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 20 }), fc.nat(60))
        .map(([size, every, phase]) => bursts(size, every, phase)),
      fc.array(fc.nat(60)).map((list) => recorded(list.sort((a, b) => a - b))),
    );
    fc.assert(
      fc.property(load, fc.integer({ min: 1, max: 60 }), (one, end_s) => {
        expect(one.expected(end_s)).toBe(times(one, end_s).length);
      }),
    );
  });

  test('a mean rate, where it does not depend on the answers', () => {
    const rates = [
      bursts(40, 15, 3),
      poisson(2.5),
      uniformSpacing(4, 1),
      recorded([0, 1, 2, 3]),
      recorded([0, 2]),
      recorded([]),
      closed(8, constant(1)),
    ].map(({ rate_hz }) => rate_hz);
    // Recorded times count by the power of two by which all have come.
    expect(rates).toEqual([40 / 15, 2.5, 4, 1, 0.5, undefined, undefined]);
  });

  test('of a closed loop as many are expected as thinking and answers leave time for', () => {
    const load = closed(8, constant(1));
    expect(load.expected(60, 3)).toBe(120);
    expect(closed(8, constant(0)).expected(0, 0)).toBe(0);
    expect(closed(8, constant(0)).expected(1, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  test('so many come together: as the load has it, of Poisson arrivals five deviations more', () => {
    const within = (load: Load, ...windows_s: number[]) =>
      windows_s.map((window_s) => load.together(window_s));
    expect(within(bursts(3, 15, 2), 0, 14.9, 15, 31)).toEqual([3, 3, 6, 9]);
    expect(within(uniformSpacing(4, 1), 0, 2)).toEqual([1, 9]);
    expect(within(poisson(4), 0, 4)).toEqual([1, 16 + 5 * 4 + 1]);
    expect(within(closed(8, constant(1)), 0, 100)).toEqual([8, 8]);
    expect(within(recorded([]), 5)).toEqual([0]);
    const given = fc.array(fc.nat(60), { minLength: 1 }).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(given, fc.nat(20), (times_s, window_s) => {
        const from = (first: number) =>
          times_s.filter((time_s) => time_s >= first && time_s <= first + window_s).length;
        expect(recorded(times_s).together(window_s)).toBe(Math.max(...times_s.map(from)));
      }),
    );
  });

  test('Poisson: gaps are exponential, so many come as expected, and counts have their variance', () => {
    const rate_hz = 160 / 60;
    const all = times(poisson(rate_hz), 20_000);
    expect(poisson(rate_hz).expected(20_000)).toBeCloseTo(rate_hz * 20_000, 6);
    expect(Math.abs(all.length / (rate_hz * 20_000) - 1)).toBeLessThan(0.015);
    const gaps = all.map((t, i) => 1 - Math.exp(-rate_hz * (t - (all[i - 1] ?? 0))));
    expect(kolmogorovSmirnov(gaps)).toBeLessThan(kolmogorovSmirnovLimit(gaps.length));
    const perSecond = new Array<number>(20_000).fill(0);
    for (const t of all) perSecond[Math.floor(t)] = (perSecond[Math.floor(t)] as number) + 1;
    const mean = all.length / perSecond.length;
    const variance =
      perSecond.reduce((sum, n) => sum + (n - mean) * (n - mean), 0) / perSecond.length;
    expect(Math.abs(variance / mean - 1)).toBeLessThan(0.04);
  });

  test('arrivals never descend', () => {
    for (const load of [poisson(100), bursts(7, 0.3, 0.1), uniformSpacing(33, 0)]) {
      const all = times(load, 50);
      for (const [i, t] of all.entries()) expect(t).toBeGreaterThanOrEqual(all[i - 1] ?? 0);
    }
  });
});
