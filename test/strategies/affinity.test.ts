import { describe, expect, test } from 'vitest';
import { Fleet } from '../../src/model/fleet.js';
import { poisson } from '../../src/model/loads/poisson.js';
import { withAffinity } from '../../src/strategies/affinity.js';
import { lowestLatency } from '../../src/strategies/lowest-latency/strategy.js';
import { roundRobin } from '../../src/strategies/round-robin.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { experiment, group, only, recording } from '../worlds/simulate/experiments.js';
import { Driven } from './driven.js';
import { situation } from './situation.js';

const TTL_S = 60;
const fleet = new Fleet([group('g', 3)]);

function router() {
  const driven = new Driven(withAffinity(roundRobin(recording()), TTL_S).create('k', fleet));
  return (session: number | undefined, now_s = 0, healthy?: number[]) =>
    driven.choose(situation(fleet, { session, now_s, ...(healthy && { healthy }) })).position;
}

describe('session affinity', () => {
  test('keeps a session where it went, and leaves the turns to others', () => {
    const choose = router();
    expect([choose(5), choose(6), choose(5), choose(undefined), choose(6)]).toEqual([
      0, 1, 0, 2, 1,
    ]);
  });

  test('lasts a ttl from the first binding on, in the memory of a process', () => {
    const choose = router();
    expect([choose(5, 0), choose(5, 50), choose(5, 60), choose(5, 60.1)]).toEqual([0, 0, 0, 1]);
  });

  test('a session moves where its deployment may not be chosen, and stays there', () => {
    const choose = router();
    expect([choose(5), choose(5, 1, [1, 2]), choose(5, 2)]).toEqual([0, 2, 2]);
  });

  test('without a ttl there is none', () => {
    const model = roundRobin(recording());
    expect(withAffinity(model, undefined)).toBe(model);
  });

  test('is the cause of nearly all choices of a slow one, on top of latency routing', () => {
    const run = (sessions?: number) =>
      only(
        simulate({
          ...experiment({ load: poisson(4), duration_s: 120, replications: 1 }),
          strategy: withAffinity(lowestLatency(recording({ ttl_s: 3600 }), 0.1), 3600),
          modelGroups: [
            {
              name: 'model',
              groups: [group('slow', 4), group('fast', 1)],
              load: poisson(4),
              ...(sessions !== undefined && { sessions }),
            },
          ],
        })[0]!,
      );
    const { causes, requests } = run(5);
    expect(causes.session).toBeGreaterThan(0.9 * requests.slice(0, 4).reduce((a, b) => a + b));
    // No deployment but those that the sessions began with.
    expect(requests.filter((count) => count > 10).length).toBeLessThanOrEqual(5);
    expect(run().causes.session).toBe(0);
  });
});
