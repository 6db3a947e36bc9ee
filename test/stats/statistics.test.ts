import { describe, expect, test } from 'vitest';
import { Streams } from '../../src/kernel/random.js';
import { normalQuantile } from '../../src/stats/normal.js';
import { estimate, studentT975 } from '../../src/stats/statistics.js';

/** Student's t, 97.5 %, by degrees of freedom (computed with mpmath). */
const KNOWN: readonly (readonly [number, number])[] = [
  [1, 12.7062047362],
  [2, 4.30265272975],
  [3, 3.18244630528],
  [4, 2.7764451052],
  [5, 2.57058183564],
  [6, 2.44691185114],
  [7, 2.36462425159],
  [8, 2.3060041352],
  [9, 2.2621571628],
  [10, 2.22813885199],
  [11, 2.20098516009],
  [12, 2.17881282967],
  [13, 2.16036865646],
  [14, 2.14478668792],
  [15, 2.13144954556],
  [16, 2.11990529922],
  [17, 2.10981557783],
  [18, 2.10092204024],
  [19, 2.09302405441],
  [20, 2.08596344727],
  [21, 2.07961384473],
  [22, 2.0738730679],
  [23, 2.06865761042],
  [24, 2.06389856163],
  [25, 2.05953855275],
  [26, 2.05552943864],
  [27, 2.05183051648],
  [28, 2.0484071418],
  [29, 2.04522964213],
  [30, 2.0422724563],
];

describe("Student's t", () => {
  test.each(KNOWN)('%s degrees of freedom: %s', (degrees, t) => {
    expect(Math.abs(studentT975(degrees) - t)).toBeLessThan(1e-6);
  });

  test.each([
    [31, 2.0395134464],
    [40, 2.02107539031],
    [60, 2.00029782201],
    [120, 1.97993040508],
    [1000, 1.96233908083],
  ])('beyond the table, %s degrees of freedom: %s', (degrees, t) => {
    expect(Math.abs(studentT975(degrees) - t)).toBeLessThan(1e-4);
  });
});

describe('an estimate', () => {
  test('of nothing is none; of one value has no width', () => {
    expect(estimate([])).toBeNull();
    expect(estimate([3])).toEqual({ mean: 3, halfWidth: null });
  });

  test('of values that are alike has width 0', () => {
    expect(estimate([2, 2, 2])).toEqual({ mean: 2, halfWidth: 0 });
  });

  test('of known values', () => {
    // Variance 2.5, standard error sqrt(0.5), t of 4 degrees.
    const known = estimate([1, 2, 3, 4, 5]);
    expect(known?.mean).toBe(3);
    expect(known?.halfWidth).toBeCloseTo(2.776445105 * Math.sqrt(0.5), 6);
  });

  test('covers the truth in 95 % of cases', () => {
    for (const n of [3, 20]) {
      const luck = new Streams(1, n).stream('coverage');
      let covered = 0;
      const trials = 4000;
      for (let i = 0; i < trials; i++) {
        const one = estimate(Array.from({ length: n }, () => normalQuantile(luck())));
        if (one?.halfWidth != null && Math.abs(one.mean) <= one.halfWidth) covered++;
      }
      // Four standard errors of a fraction of 0.95.
      expect(Math.abs(covered / trials - 0.95)).toBeLessThan(0.014);
    }
  });
});
