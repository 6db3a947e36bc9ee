import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observeShare } from '../../src/expectation/observe.js';
import { busiestOf } from '../../src/measure/busiest.js';
import { FEWEST_REPLICATIONS } from '../../src/stats/interval.js';
import { sampleRun } from '../report/sample.js';
import { resultOf } from './results.js';

const GROUPS = [
  { name: 'a', deployments: 3 },
  { name: 'b', deployments: 1 },
  { name: 'c', deployments: 2 },
];
const MODEL_GROUPS = [{ name: 'default', groups: GROUPS }];
const of = (...replications: readonly number[][]) =>
  busiestOf(
    MODEL_GROUPS,
    replications.map((requests, i) => resultOf(i, { requests })),
  );

const counts = fc.array(fc.array(fc.nat(50), { minLength: 6, maxLength: 6 }), {
  minLength: 1,
  maxLength: 14,
});

describe('the busiest deployment', () => {
  it('takes no less than any does of all replications together, the idlest no more', () => {
    fc.assert(
      fc.property(counts, (replications) => {
        // The mean of shares is the share of all only where replications are equally long.
        const even = replications.map((all) => [...all, 1000 - all.reduce((a, b) => a + b, 0)]);
        const groups = [...GROUPS, { name: 'rest', deployments: 1 }];
        const found = busiestOf(
          [{ name: 'default', groups }],
          even.map((requests, i) => resultOf(i, { requests })),
        );
        for (const { deployments, mean, pooled, idlest, ci95 } of found) {
          expect(mean).toBeGreaterThanOrEqual(pooled - 1e-12);
          expect(idlest.mean).toBeLessThanOrEqual(pooled + 1e-12);
          if (deployments === 1) expect(mean).toBeCloseTo(pooled, 12);
          if (ci95 === null) expect(even.length).toBeLessThan(FEWEST_REPLICATIONS);
          else expect(ci95[0] <= mean && mean <= ci95[1]).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is what max_share judges', () => {
    const layout = {
      modelGroups: [{ ...MODEL_GROUPS[0]!, fastest: 0, comparable: true }],
      cuts_s: [],
    };
    fc.assert(
      fc.property(counts, (replications) => {
        const results = replications.map((requests, i) => resultOf(i, { requests }));
        for (const { group, mean } of busiestOf(MODEL_GROUPS, results)) {
          const share = { group, modelGroup: null };
          const asked = { measure: 'max_share', of: share, after_s: 0 } as const;
          const { values } = observeShare(asked, results, layout);
          const judged = values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);
          expect(mean).toBeCloseTo(judged, 12);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('takes its equal part where all take turns', () => {
    const [a] = of([5, 5, 5, 5, 5, 5], [7, 7, 7, 7, 7, 7]);
    expect(a).toMatchObject({ mean: 1 / 6, pooled: 1 / 6, idlest: { mean: 1 / 6 } });
    expect(a).toMatchObject({ deployment: null, changes: false, uneven: false });
  });

  it('is named where it is always the same, and said to change where it does', () => {
    expect(of([9, 1, 1, 0, 0, 0], [8, 2, 1, 0, 0, 0])[0]).toMatchObject({
      deployment: 'a/01',
      changes: false,
      uneven: false,
    });
    expect(of([9, 1, 1, 0, 0, 0], [1, 9, 1, 0, 0, 0])[0]).toMatchObject({
      deployment: null,
      changes: true,
    });
    // Always among the busiest, and alone in one replication.
    expect(of([9, 9, 1, 0, 0, 0], [2, 1, 1, 0, 0, 0])[0]?.deployment).toBe('a/01');
  });

  it('is uneven where all replications together hide it, and by more than chance', () => {
    const turns = [0, 1, 2].map((i) =>
      [0, 1, 2].map((j): number => (i === j ? 98 : 1)).concat([0, 0, 0]),
    );
    expect(of(...turns)[0]).toMatchObject({ pooled: 1 / 3, mean: 0.98, uneven: true });
    const few = [0, 1, 2].map((i) =>
      [0, 1, 2].map((j): number => (i === j ? 1 : 0)).concat(0, 0, 0),
    );
    expect(of(...few)[0]).toMatchObject({ mean: 1, uneven: false });
    expect(of(turns[0]!, turns[0]!)[0]?.uneven).toBe(false);
  });

  it('is told of replications with requests', () => {
    expect(of([0, 0, 0, 0, 0, 0])[0]).toMatchObject({ mean: 0, ci95: null, changes: false });
    expect(of([0, 0, 0, 0, 0, 0], [3, 0, 0, 0, 0, 0])[0]).toMatchObject({ mean: 1, ci95: null });
  });

  it('is a part of a run, by group', () => {
    const { busiest, groups, deployments } = sampleRun();
    expect(busiest.map(({ group }) => group)).toEqual(groups.map(({ name }) => name));
    for (const [g, { pooled, group }] of busiest.entries()) {
      const own = deployments.filter((one) => one.group === group).map(({ share }) => share);
      expect(pooled).toBeCloseTo(Math.max(...own), 12);
      expect(busiest[g]?.deployments).toBe(own.length);
    }
  });
});
