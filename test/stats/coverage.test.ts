import { describe, expect, it, test } from 'vitest';
import { FEWEST_REPLICATIONS } from '../../src/stats/interval.js';
import { momentsOf } from '../../src/stats/moments.js';
import { estimateProportion } from '../../src/stats/proportion.js';
import { studentTQuantile } from '../../src/stats/student-t.js';
import { type IntervalOf, missesOf } from './coverage.js';
import { SHARE_LAWS } from './share-laws.js';

/* How often intervals hold the truth, in small; test/slow/coverage.test.ts has the whole table. */

const TRIALS = 1000;
const LUCK = { trials: TRIALS, seed: 1 };
const ALPHAS = [0.2, 0.05, 0.01];

/** As many requests as it takes not to count. */
const ours: IntervalOf = (values, alpha) => estimateProportion(values, 1e9, alpha);

const student: IntervalOf = (values, alpha) => {
  const { mean, deviation } = momentsOf(values);
  const n = values.length;
  const half = (-studentTQuantile(alpha / 2, n - 1) * deviation) / Math.sqrt(n);
  return { low: mean - half, high: mean + half };
};

/** What a frequency may exceed a probability by, once in a thousand. */
function chance(probability: number): number {
  return 3.1 * Math.sqrt((probability * (1 - probability)) / TRIALS);
}

describe.each(SHARE_LAWS)('shares of $name', (law) => {
  it('are covered at the level less a point from the fewest replications on, and missed on each side at no more than half of the rest', () => {
    const misses = missesOf(ours, law, FEWEST_REPLICATIONS, ALPHAS, LUCK) ?? [];
    expect(misses).toHaveLength(ALPHAS.length);
    for (const [k, { above, below }] of misses.entries()) {
      const alpha = ALPHAS[k] as number;
      expect(above + below).toBeLessThanOrEqual(alpha + 0.01 + chance(alpha + 0.01));
      for (const side of [above, below]) {
        expect(side).toBeLessThanOrEqual(alpha / 2 + chance(alpha / 2));
      }
    }
  });

  it('have no interval of fewer', () => {
    expect(missesOf(ours, law, FEWEST_REPLICATIONS - 1, ALPHAS, LUCK)).toBeNull();
  });
});

test("Student's interval alone would be found out", () => {
  const law = SHARE_LAWS.find(({ name }) => name === 'Beta(0.5, 9.5)');
  if (law === undefined) throw new Error('it is not there');
  const levels = [0.05, 0.01];
  const misses = missesOf(student, law, FEWEST_REPLICATIONS, levels, LUCK) ?? [];
  for (const [k, { above, below }] of misses.entries()) {
    const alpha = levels[k] as number;
    expect(above + below).toBeGreaterThan(alpha + 0.01 + chance(alpha + 0.01));
  }
});
