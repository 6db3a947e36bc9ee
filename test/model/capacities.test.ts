import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exponential } from '../../src/kernel/distributions/exponential.js';
import type { Capacity } from '../../src/model/capacities/capacity.js';
import { CAPACITIES } from '../../src/model/capacities/index.js';
import { serviceRate_hz } from '../../src/model/capacities/service-rate.js';
import { sharing } from '../../src/model/capacities/sharing.js';
import { slots } from '../../src/model/capacities/slots.js';
import { group, samplesOf } from '../worlds/simulate/experiments.js';
import { type Asked, NAIVE } from './naive-servers.js';

interface Left {
  readonly job: number;
  readonly at_s: number;
  readonly latency_s: number;
  readonly wait_s: number;
}

/** All requests, in the order in which they come, until the last has left. */
function served(capacity: Capacity, asked: readonly Asked[]): Left[] {
  const server = capacity.create<number>();
  const left: Left[] = [];
  const leaveBefore = (time_s: number) => {
    while (server.due_s < time_s) {
      const at_s = server.due_s;
      left.push({ at_s, ...server.leave() });
    }
  };
  for (const [i, { at_s, work_s }] of asked.entries()) {
    leaveBefore(at_s);
    server.enter(i, work_s, at_s);
  }
  leaveBefore(Number.POSITIVE_INFINITY);
  return left;
}

/** By job. */
const latencies = (left: readonly Left[]) =>
  [...left].sort((a, b) => a.job - b.job).map(({ latency_s }) => latency_s);

const upTo = (most: number) =>
  fc.oneof(
    fc.constantFrom(0, 1),
    fc.double({ min: 0, max: most, noNaN: true }),
    fc.nat(997).map((part) => (most * part) / 997),
  );
const requests = fc
  .array(fc.record({ gap_s: upTo(1), work_s: upTo(20) }), {
    minLength: 1,
    maxLength: 60,
    size: 'max',
  })
  .map((list) => {
    let at_s = 0;
    return list.map(({ gap_s, work_s }): Asked => {
      at_s += gap_s;
      return { at_s, work_s };
    });
  });
const counts = fc.integer({ min: 1, max: 6 });

const MADE = { slots, sharing };

describe.each(['slots', 'sharing'] as const)('%s', (name) => {
  test('serves as a second implementation does, step by step', () => {
    let held = 0;
    fc.assert(
      fc.property(requests, counts, (asked, count) => {
        const found = latencies(served(MADE[name](count), asked));
        const expected = NAIVE[name](count, asked);
        expect(found).toHaveLength(asked.length);
        for (const [i, latency_s] of found.entries()) {
          expect(Math.abs(latency_s - expected[i]!)).toBeLessThan(1e-9 * (1 + expected[i]!));
          if (latency_s > asked[i]!.work_s) held++;
        }
      }),
      { numRuns: 200 },
    );
    expect(held).toBeGreaterThan(2000);
  });

  test('serves everybody once, none faster than at full speed, and time never goes back', () => {
    fc.assert(
      fc.property(requests, counts, (asked, count) => {
        const left = served(MADE[name](count), asked);
        expect(left.map(({ job }) => job).sort((a, b) => a - b)).toEqual(asked.map((_, i) => i));
        let before_s = 0;
        for (const { job, at_s, latency_s, wait_s } of left) {
          const { work_s, at_s: came_s } = asked[job]!;
          expect(at_s).toBeGreaterThanOrEqual(before_s);
          expect(latency_s).toBeGreaterThanOrEqual(work_s);
          expect(wait_s).toBeGreaterThanOrEqual(0);
          expect(Math.abs(came_s + latency_s - at_s)).toBeLessThan(1e-9 * (1 + at_s));
          before_s = at_s;
        }
      }),
    );
  });

  test('that is never full takes the work itself, to the last bit', () => {
    fc.assert(
      fc.property(requests, (asked) => {
        const found = latencies(served(MADE[name](asked.length), asked));
        expect(found).toEqual(asked.map(({ work_s }) => work_s));
      }),
    );
  });

  test('does as much work a second as it can, while there is enough of it', () => {
    const asked = Array.from({ length: 1000 }, () => ({ at_s: 0, work_s: 2 }));
    const left = served(MADE[name](4), asked);
    expect(left).toHaveLength(1000);
    expect(Math.max(...latencies(left))).toBeCloseTo((1000 * 2) / 4, 6);
  });

  test('stays sound with the largest and the smallest numbers', () => {
    const works = [0, 5e-324, 1e-50, 1, 1e50, 1e70];
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            at_s: fc.constantFrom(0, 1e-300, 1, 1e15, 1e50),
            work_s: fc.constantFrom(...works),
          }),
          {
            minLength: 1,
            maxLength: 30,
          },
        ),
        fc.constantFrom(1, 3, 1_000_000),
        (list, count) => {
          const asked = list.sort((a, b) => a.at_s - b.at_s);
          const left = served(MADE[name](count), asked);
          expect(left).toHaveLength(asked.length);
          let before_s = 0;
          for (const { job, at_s, latency_s } of left) {
            expect(at_s).toBeGreaterThanOrEqual(before_s);
            expect(latency_s).toBeGreaterThanOrEqual(asked[job]!.work_s);
            expect(latency_s).toBeLessThan(1e75);
            before_s = at_s;
          }
        },
      ),
    );
  });
});

test('slots are given in the order of arrival, at the same instant, too', () => {
  fc.assert(
    fc.property(requests, counts, (asked, count) => {
      const begun_s = served(slots(count), asked)
        .sort((a, b) => a.job - b.job)
        .map(({ job, wait_s }) => asked[job]!.at_s + wait_s);
      for (const [i, at_s] of begun_s.entries()) {
        if (i > 0) expect(at_s).toBeGreaterThanOrEqual(begun_s[i - 1]! - 1e-9 * (1 + at_s));
      }
    }),
  );
  const alike = Array.from({ length: 9 }, () => ({ at_s: 0, work_s: 1 }));
  expect(served(slots(2), alike).map(({ job }) => job)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(latencies(served(slots(2), alike))).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5]);
});

test('what shares goes on at full speed as soon as there is room', () => {
  const [long, short] = [
    { at_s: 0, work_s: 3 },
    { at_s: 1, work_s: 0.5 },
  ];
  // Both at half speed for a second.
  expect(latencies(served(sharing(1), [long, short]))).toEqual([3.5, 1]);
  expect(latencies(served(sharing(2), [long, short]))).toEqual([3, 0.5]);
});

test('how many answers a second groups give at most', () => {
  const chat = samplesOf('chat');
  const limited = group('a', 3, { capacity: slots(4), latency: exponential(2) });
  expect(serviceRate_hz([limited], chat)).toBe(6);
  expect(serviceRate_hz([limited, limited], chat)).toBe(12);
  // Those that time out hold their place for as long as that takes.
  expect(serviceRate_hz([limited], { ...chat, timeouts: { rate: 0.5, after_s: 4 } })).toBe(4);
  expect(serviceRate_hz([limited, group('b', 1)], chat)).toBe(Number.POSITIVE_INFINITY);
  expect(CAPACITIES.map(({ name }) => name)).toEqual(['slots', 'sharing']);
});
