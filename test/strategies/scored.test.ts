import { describe, expect, test } from 'vitest';
import { constant } from '../../src/kernel/distributions/constant.js';
import { Fleet } from '../../src/model/fleet.js';
import { uniformSpacing } from '../../src/model/loads/uniform.js';
import { snapshot } from '../../src/model/stores/snapshot.js';
import { scored } from '../../src/strategies/scored.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { always, experiment, group, recording } from '../worlds/simulate/experiments.js';
import { Driven } from './driven.js';
import { situation } from './situation.js';

const fleet = new Fleet([group('g', 3)]);

function router(load_weight: number, prefix_weight: number) {
  const settings = { load_weight, prefix_weight, count: 'choice', call_delay: 0 };
  const driven = new Driven(scored(settings, recording()).create('k', fleet));
  return (session: number | undefined, luck = 0.1, healthy?: number[]) =>
    driven.choose(situation(fleet, { session, luck, ...(healthy && { healthy }) })).position;
}

describe('scored', () => {
  test('takes the least loaded, by chance on a tie', () => {
    const choose = router(1, 0);
    expect([choose(undefined, 0.9), choose(undefined, 0.9), choose(undefined)]).toEqual([2, 1, 0]);
  });

  test('stays with the prefix for as long as that outweighs the load', () => {
    const choose = router(1, 2);
    // 0 against 2; 1 against 2; 2 against 2, a tie of all; 3 against 2.
    expect(choose(7)).toBe(0);
    expect(choose(7, 0.9)).toBe(0);
    expect(choose(7, 0.1)).toBe(0);
    expect(choose(7, 0.9)).toBe(2);
    // And now its prefix is there.
    expect(choose(7, 0.1)).toBe(2);
  });

  test('of the prefix alone every session stays where it began', () => {
    const choose = router(0, 1);
    const first = [0.1, 0.5, 0.9].map((luck, session) => choose(session, luck));
    expect(first).toEqual([0, 1, 2]);
    expect([0, 1, 2].map((session) => choose(session, 0.5))).toEqual(first);
  });

  test('herds on a snapshot: age x rate requests go to the one that looked best', () => {
    const [every_s, rate_hz] = [5, 10];
    const slow = group('slow', 2, { latency: constant(1000) });
    const idle = group('idle', 1, { latency: constant(0.01) });
    const settings = { load_weight: 1, prefix_weight: 0, count: 'choice', call_delay: 0 };
    const chosen = new Map<string, number>();
    const run = experiment({
      groups: [slow, idle],
      load: uniformSpacing(rate_hz, 0.05),
      duration_s: 2 * every_s,
      replications: 1,
      store: snapshot(every_s),
      roundTrip_s: always(0),
      strategy: scored(settings, recording()),
    });
    simulate(run, {
      observer: (event) => {
        if (event.event !== 'select' || event.t < every_s) return;
        const name = String(event.deployment);
        chosen.set(name, (chosen.get(name) ?? 0) + 1);
      },
    });
    expect([...chosen]).toEqual([['idle/01', every_s * rate_hz]]);
  });

  test('goes elsewhere where its prefix may not be chosen; nowhere where nothing may', () => {
    const choose = router(0, 1);
    choose(3, 0.1);
    expect(choose(3, 0.1, [1, 2])).toBe(1);
    expect(choose(3, 0.1, [])).toBe(-1);
  });
});
