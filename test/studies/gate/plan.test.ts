import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allUnits, shardNumber, unitsOfShard } from '../../../src/cli/shard.js';
import type { ExploreExpectation } from '../../../src/expectation/kinds/explore.js';
import { type GatePlan, lookSizes, type RunPlan } from '../../../src/studies/gate/plan.js';

describe('looks', () => {
  it('double, up to the limit', () => {
    expect(lookSizes(20, 200)).toEqual([20, 40, 80, 160, 200]);
    expect(lookSizes(50, 200)).toEqual([50, 100, 200]);
    expect(lookSizes(300, 200)).toEqual([300]);
  });

  it('grow, start where they shall and end at the limit', () => {
    const sizes = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(sizes, sizes, (seeds, limit) => {
        const looks = lookSizes(seeds, limit);
        expect(looks[0]).toBe(seeds);
        expect(looks.at(-1)).toBe(Math.max(seeds, limit));
        for (const [i, look] of looks.slice(1).entries()) {
          expect(look).toBeGreaterThan(looks[i] as number);
        }
      }),
    );
  });
});

/** A plan of runs with so many replications, and an exploration each. */
function planOf(seeds: readonly number[]): GatePlan {
  const expectation: ExploreExpectation = {
    kind: 'explore',
    violation: false,
    tasks: 2,
    processes: 1,
    store: 'remote',
  };
  const at = { file: 'x.yaml', line: 1, column: 1 };
  const runs = seeds.map(
    (first): RunPlan => ({
      scenario: { name: 'x', hash: 'h', file: 'x.yaml' },
      logger: 'unlocked',
      loggerHash: null,
      seed: 1,
      profile: 'v1.76.1',
      allowance: null,
      most: 100_000,
      setting: [],
      margin: 0.1,
      looks: [first],
      layout: { modelGroups: [], cuts_s: [] },
      expectations: [{ text: 'explore: no violation', expectation, at }],
      replay: 'latsim run x.yaml',
      beside: { ran: '1 deployment', nearer: 'latsim explore --logger unlocked --tasks 3' },
    }),
  );
  return { terms: { confidence: 0.99, fixed: true, maxSeeds: null, family: 0 }, runs };
}

it('shards share out every replication and every exploration, each once and evenly', () => {
  const seeds = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 9 }), (sizes, of) => {
      const plan = planOf(sizes);
      const parts = Array.from({ length: of }, (_, i) => unitsOfShard(plan, { index: i + 1, of }));
      const texts = (units: readonly object[]) => units.map((unit) => JSON.stringify(unit)).sort();
      expect(texts(parts.flat())).toEqual(texts(allUnits(plan)));
      const lengths = parts.map(({ length }) => length);
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
    }),
  );
});

it.each(['0/3', '4/3', '1', '1/', 'a/b', '1/100000'])('%j names no shard', (given) => {
  expect(() => shardNumber(given)).toThrow('such as 2/3');
});
