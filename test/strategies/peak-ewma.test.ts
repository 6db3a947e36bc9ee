import { describe, expect, test } from 'vitest';
import { Fleet } from '../../src/model/fleet.js';
import { luckOf } from '../../src/strategies/pair.js';
import { type PeakEwma, peakEwma } from '../../src/strategies/peak-ewma.js';
import { group, recording } from '../worlds/simulate/experiments.js';
import { Driven } from './driven.js';
import { situation } from './situation.js';

/*
 * That it decides as tower does, recording by recording, shows test/worlds/replay/balancer.test.ts:
 * here is what that means.
 */

const fleet = new Fleet([group('g', 2)]);
const SETTINGS = { decay: 10, default_rtt: 1, count: 'choice', call_delay: 0 };

function driven(failures = 'counted') {
  const strategy = peakEwma({ ...SETTINGS, failures }, recording()).create('k', fleet) as PeakEwma;
  const process = new Driven(strategy);
  return {
    /** The loads of both, the first of them read first; and what was chosen. */
    choose(now_s: number) {
      const { view, position } = process.choose(
        situation(fleet, { now_s, luck: luckOf([0, 1], 2) }),
      );
      const loads = (view as Parameters<PeakEwma['loadOf']>[0][]).map((seen) =>
        strategy.loadOf(seen),
      );
      return { loads, position };
    },
    end: (position: number, now_s: number, latency_s: number, failed = false) =>
      process.end(position, situation(fleet, { now_s }), latency_s, failed ? 'failure' : 'success'),
  };
}

describe('peak-ewma', () => {
  test('a load is what is left of the estimate, times the requests and the one to come', () => {
    const router = driven();
    expect(router.choose(0)).toEqual({ loads: [1, 1], position: 0 });
    const { loads, position } = router.choose(5);
    expect(loads[0]).toBeCloseTo(2 * Math.exp(-0.5), 12);
    expect(loads[1]).toBeCloseTo(Math.exp(-0.5), 12);
    expect(position).toBe(1);
  });

  test('a peak replaces the estimate, anything below is averaged in', () => {
    const router = driven();
    expect([0, 0, 0].map((now_s) => router.choose(now_s).position)).toEqual([0, 1, 0]);
    router.end(0, 3, 3);
    router.end(0, 13, 1);
    expect(router.choose(13).loads[0]).toBeCloseTo(3 * Math.exp(-1) + 1 - Math.exp(-1), 12);
  });

  test('a deployment that hangs is liked better the longer it hangs', () => {
    const router = driven();
    router.choose(0);
    const [early, late] = [router.choose(1).loads[0]!, router.choose(30).loads[0]!];
    expect(late).toBeLessThan(early / 10);
    expect(router.choose(10_000).loads[0]).toBe(0);
  });

  test('a fast failure counts as fast, unless failures are ignored', () => {
    const loadsAfter = (failures: string) => {
      const router = driven(failures);
      router.choose(0);
      router.end(0, 20, 0.001, true);
      return router.choose(20).loads;
    };
    const [decayed] = loadsAfter('ignored');
    expect(decayed).toBeCloseTo(Math.exp(-2), 12);
    expect(loadsAfter('counted')[0]).toBeCloseTo(Math.exp(-2) + 0.001 * (1 - Math.exp(-2)), 12);
  });

  test('a failure that is ignored ends the request all the same', () => {
    const router = driven('ignored');
    router.choose(0);
    router.end(0, 0, 5, true);
    expect(router.choose(0).loads).toEqual([1, 1]);
  });
});
