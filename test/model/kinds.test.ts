import { describe, expect, test } from 'vitest';
import { constant } from '../../src/kernel/distributions/constant.js';
import { type Kind, kindNamed } from '../../src/kernel/kind.js';
import { DISPATCHES } from '../../src/model/dispatches/index.js';
import { LOADS } from '../../src/model/loads/index.js';
import type { OpenLoad } from '../../src/model/loads/load.js';
import { STORE_NAMES, STORES } from '../../src/model/stores/index.js';
import { roundTrips } from '../../src/model/stores/round-trip.js';
import { tiered } from '../../src/model/stores/tiered.js';

const KINDS: readonly Kind<unknown>[] = [...LOADS, ...DISPATCHES, ...STORES];
const of = (name: string) => kindNamed(KINDS, name);
const words = (name: string, texts: object, settings: object = {}) =>
  of(name).words(texts as never, settings as never);

describe('what a heading says', () => {
  test.each([
    ['bursts', { size: '40', every: '15s' }, { phase: 0 }, 'bursts of 40 every 15s'],
    [
      'bursts',
      { size: '40', every: '15s', phase: '3s' },
      { phase: 3 },
      'bursts of 40 every 15s, first at 3s',
    ],
    ['poisson', { rate: '5/s' }, {}, 'Poisson arrivals, 5/s'],
    ['uniform', { rate: '5/s' }, { phase: 0 }, 'evenly spaced arrivals, 5/s'],
    [
      'uniform',
      { rate: '5/s', phase: '1s' },
      { phase: 1 },
      'evenly spaced arrivals, 5/s, first at 1s',
    ],
    ['closed', { users: '8', think: '1s' }, {}, 'closed loop of 8 users, thinking 1s'],
    ['file', { path: 'a.csv' }, {}, 'arrivals of a.csv'],
    ['immediate', {}, {}, 'each completion is logged at once'],
    ['flushes', { every: '5s' }, { phase: 0, stagger: false }, 'concurrent flushes every 5s'],
    [
      'flushes',
      { every: '5s', phase: '2s' },
      { phase: 2, stagger: true },
      'concurrent flushes every 5s, shifted by 2s, each process with a phase of its own',
    ],
    ['in-process', {}, {}, 'in-process, by reference'],
    ['remote', { rtt: '1ms' }, { jitter: 0 }, 'remote, rtt 1ms'],
    ['remote', { rtt: '1ms', jitter: '10%' }, { jitter: 0.1 }, 'remote, rtt 1ms ±10%'],
    [
      'tiered',
      { rtt: '1ms', memory_ttl: '600s' },
      { jitter: 0 },
      'tiered, rtt 1ms, over the memory of each process (kept 600s)',
    ],
  ])('of %s %o', (name, texts, settings, heading) => {
    expect(words(name, texts, settings)).toBe(heading);
  });
});

describe('what a kind makes of its settings', () => {
  test('loads', () => {
    const load = (name: string, settings: object) =>
      kindNamed(LOADS, name).create(settings as never);
    const first = (made: unknown) => (made as OpenLoad).arrivals(() => 0.5)();
    expect(first(load('bursts', { size: 2, every: 5, phase: 3 }))).toBe(3);
    expect(first(load('uniform', { rate: 2, phase: 1 }))).toBe(1);
    expect(first(load('poisson', { rate: 2 }))).toBe(Math.log(2) / 2);
    expect(first(load('file', { path: [7] }))).toBe(7);
    const think = constant(1);
    expect(load('closed', { users: 3, think })).toMatchObject({ open: false, users: 3, think });
    // Which of them may bring more at once than Poisson arrivals, and which end.
    expect(
      [
        load('bursts', { size: 2, every: 5, phase: 3 }),
        load('file', { path: [7] }),
        load('poisson', { rate: 2 }),
        load('uniform', { rate: 2, phase: 1 }),
      ].map(({ open, bursty, fixed }) => [open, bursty, fixed]),
    ).toEqual([
      [true, true, undefined],
      [true, true, true],
      [true, undefined, undefined],
      [true, undefined, undefined],
    ]);
    expect(load('uniform', { rate: 2, phase: 1 }).expected(10, 0)).toBe(20);
  });

  test('dispatches', () => {
    const dispatch = (name: string, settings: object) =>
      kindNamed(DISPATCHES, name).create(settings as never);
    expect(dispatch('immediate', {})).toEqual({ kind: 'immediate' });
    expect(dispatch('flushes', { every: 5, phase: 2, stagger: true })).toEqual({
      kind: 'flushes',
      every_s: 5,
      phase_s: 2,
      stagger: true,
    });
  });

  test('stores: which share a copy, which have memories, and their round trips', () => {
    const rtt = constant(0.5);
    const trips = STORES.map((kind) => {
      const { store, roundTrip_s } = kind.create({ rtt, jitter: 0, memory_ttl: 600 } as never);
      expect([store.kind, kind.timeless.kind]).toEqual([kind.name, kind.name]);
      return [kind.name, store.shared, store.perProcess, roundTrip_s(() => 0.5)];
    });
    expect(trips).toEqual([
      ['in-process', false, true, 0],
      ['remote', true, false, 0.5],
      ['tiered', true, true, 0.5],
      ['snapshot', true, false, 0.5],
    ]);
    expect(STORE_NAMES).toEqual(['in-process', 'remote', 'tiered', 'snapshot']);
    expect(
      tiered(1)
        .create({ processes: 3, keeping: {} as never })
        .copies(),
    ).toHaveLength(4);
  });

  test('a round trip varies evenly by its jitter, which takes luck of its own', () => {
    const rtt = { mean: 2, quantile: (u: number) => 4 * u };
    const draw = (jitter: number, ...luck: number[]) => {
      const trip_s = roundTrips({ rtt, jitter })(() => luck.shift() as number);
      return [trip_s, luck.length];
    };
    expect(draw(0, 0.5, 0.9)).toEqual([2, 1]);
    expect(draw(0.1, 0.5, 0.5)).toEqual([2, 0]);
    expect(draw(0.5, 0.5, 0)).toEqual([1, 0]);
    expect(draw(0.5, 0.5, 1)).toEqual([3, 0]);
  });
});
