import { describe, expect, test } from 'vitest';
import { Fleet } from '../../src/model/fleet.js';
import { scored } from '../../src/strategies/scored.js';
import { group, recording } from '../worlds/simulate/experiments.js';
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

  test('goes elsewhere where its prefix may not be chosen; nowhere where nothing may', () => {
    const choose = router(0, 1);
    choose(3, 0.1);
    expect(choose(3, 0.1, [1, 2])).toBe(1);
    expect(choose(3, 0.1, [])).toBe(-1);
  });
});
