import { describe, expect, test } from 'vitest';
import { Clock } from '../../src/kernel/clock.js';
import { exponential } from '../../src/kernel/distributions/exponential.js';
import { lognormalFromMean } from '../../src/kernel/distributions/lognormal.js';
import { Streams } from '../../src/kernel/random.js';
import { sharing } from '../../src/model/capacities/sharing.js';
import { slots } from '../../src/model/capacities/slots.js';
import { erlang, interval, latencyOf, type Observed } from '../worlds/simulate/queueing.js';

/*
 * Queues with known answers, built on nothing but the kernel: its clock, its streams, its laws.
 * Customers come at rate lambda, each of c servers serves at rate mu, first come, first served.
 * After them deployments with a capacity, as scenarios have them; test/slow/capacities.test.ts has more.
 */

/** One replication of M/M/c, observed from `warm_s` on for `length_s` seconds. */
function queue(
  lambda: number,
  mu: number,
  servers: number,
  replication: number,
  warm_s: number,
  length_s: number,
): Observed {
  const clock = new Clock();
  const streams = new Streams(1, replication);
  const [arrivalLuck, serviceLuck] = [streams.stream('arrivals'), streams.stream('service')];
  const [gap, service] = [exponential(1 / lambda), exponential(1 / mu)];
  const end_s = warm_s + length_s;
  const waiting: number[] = [];
  let busy = 0;
  let inSystem = 0;
  let since_s = 0;
  let area = 0;
  let served = 0;
  let sojourns_s = 0;

  const changeBy = (by: number): void => {
    const from_s = Math.max(since_s, warm_s);
    if (clock.now_s > from_s) area += inSystem * (clock.now_s - from_s);
    since_s = clock.now_s;
    inSystem += by;
  };
  const serve = (arrival_s: number): void => {
    busy++;
    clock.after(service.quantile(serviceLuck()), {
      occur() {
        busy--;
        changeBy(-1);
        if (arrival_s >= warm_s) {
          served++;
          sojourns_s += clock.now_s - arrival_s;
        }
        const next = waiting.shift();
        if (next !== undefined) serve(next);
      },
    });
  };
  const arrive = {
    occur() {
      changeBy(1);
      if (busy < servers) serve(clock.now_s);
      else waiting.push(clock.now_s);
      clock.after(gap.quantile(arrivalLuck()), arrive);
    },
  };
  clock.after(gap.quantile(arrivalLuck()), arrive);
  while (!clock.run(end_s, 10_000)) {
    // Goes on in slices.
  }
  area += inSystem * (end_s - Math.max(since_s, warm_s));
  return { L: area / length_s, W: sojourns_s / served };
}

describe('queues agree with their closed forms within the 99 % interval', () => {
  test('M/M/1 by its own formula: L = rho / (1 - rho)', () => {
    const known = erlang(0.7, 1, 1);
    expect(known.L).toBeCloseTo(0.7 / 0.3, 12);
    expect(known.W).toBeCloseTo(1 / 0.3, 12);
  });

  test.each([
    { lambda: 0.5, mu: 1, servers: 1 },
    { lambda: 0.8, mu: 1, servers: 1 },
    { lambda: 2.4, mu: 1, servers: 3 },
    { lambda: 160 / 60, mu: 1 / 1.6, servers: 8 },
  ])('M/M/$servers, arrivals at $lambda, service at $mu', ({ lambda, mu, servers }) => {
    const known = erlang(lambda, mu, servers);
    const runs = Array.from({ length: 40 }, (_, i) => queue(lambda, mu, servers, i, 1000, 20_000));
    for (const figure of ['L', 'W'] as const) {
      const { mean, half } = interval(runs.map((run) => run[figure]));
      expect(Math.abs(mean - known[figure]), figure).toBeLessThan(half);
      // An interval that says something.
      expect(half / known[figure]).toBeLessThan(0.05);
    }
  });
});

describe("Little's law", () => {
  /*
   * Where all come and go within the window it is no estimate but an identity: the area under the
   * number in the system is the sum of the times in the system. Services and gaps are multiples of
   * 2^-20 s, so that every sum of doubles is exact and the two must be the same number.
   */
  test.each([1, 3])('holds exactly, M/M/%s', (servers) => {
    for (let replication = 0; replication < 20; replication++) {
      const clock = new Clock();
      const streams = new Streams(2, replication);
      const luck = streams.stream('arrivals');
      const serviceLuck = streams.stream('service');
      const [gap, service] = [exponential(1), exponential(servers * 0.8)];
      const onGrid = (seconds: number): number => Math.round(seconds * 2 ** 20) / 2 ** 20;
      const waiting: number[] = [];
      let [busy, inSystem, area, since_s, sojourns_s, gone] = [0, 0, 0, 0, 0, 0];
      const changeBy = (by: number): void => {
        area += inSystem * (clock.now_s - since_s);
        since_s = clock.now_s;
        inSystem += by;
      };
      const serve = (arrival_s: number): void => {
        busy++;
        clock.after(onGrid(service.quantile(serviceLuck())), {
          occur() {
            busy--;
            changeBy(-1);
            gone++;
            sojourns_s += clock.now_s - arrival_s;
            const next = waiting.shift();
            if (next !== undefined) serve(next);
          },
        });
      };
      let come = 0;
      const arrive = {
        occur() {
          come++;
          changeBy(1);
          if (busy < servers) serve(clock.now_s);
          else waiting.push(clock.now_s);
          const next_s = clock.now_s + onGrid(gap.quantile(luck()));
          if (next_s < 1000) clock.at(next_s, arrive);
        },
      };
      clock.at(0, arrive);
      while (!clock.run(Number.POSITIVE_INFINITY, 1000)) {
        // Until all are gone.
      }
      expect(inSystem).toBe(0);
      expect(gone).toBe(come);
      expect(gone).toBeGreaterThan(800);
      expect(area).toBe(sojourns_s);
    }
  });
});

describe('deployments with a capacity agree with closed forms within the 99 % interval', () => {
  /** E[S^2] is e: a standard deviation of 1.3 times the mean. */
  const skewed = lognormalFromMean(1, 1);

  test('M/M/3: slots, first come, first served', () => {
    const { mean, half } = latencyOf(slots(3), 2.4, exponential(1));
    expect(Math.abs(mean - erlang(2.4, 1, 3).W)).toBeLessThan(half);
    // Neither as without waiting nor as one server of three times the speed.
    for (const wrong of [1, 1 / (3 - 2.4)]) expect(mean - wrong).toBeGreaterThan(half);
  });

  test.each([
    { lambda: 0.5, name: 'exponential', latency: exponential(1) },
    { lambda: 0.7, name: 'lognormal', latency: skewed },
  ])('M/G/1-PS: sharing at $lambda, $name', ({ lambda, latency }) => {
    const { mean, half } = latencyOf(sharing(1), lambda, latency);
    expect(Math.abs(mean - 1 / (1 - lambda))).toBeLessThan(half);
    expect(mean - 1).toBeGreaterThan(half);
  });

  test('M/G/1: where one at a time is served the distribution counts (Pollaczek and Khinchine)', () => {
    const lambda = 0.7;
    const { mean, half } = latencyOf(slots(1), lambda, skewed);
    expect(Math.abs(mean - (1 + (lambda * Math.E) / (2 * (1 - lambda))))).toBeLessThan(half);
    expect(mean - 1 / (1 - lambda)).toBeGreaterThan(half);
  });
});
