import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../../src/kernel/random.js';
import { normalQuantile } from '../../../src/stats/normal.js';
import { changeOf, spreadOf } from '../../../src/studies/gate/change.js';

describe('the difference of two means', () => {
  it('has the interval of Welch, as worked out by hand', () => {
    // Means 20 and 22, variances 4 and 16, 20 values each: standard error sqrt(0.2 + 0.8),
    // 1 / (0.04/19 + 0.64/19) = 27.94 degrees of freedom, t(0.975) = 2.0486.
    const { difference, interval, level } = changeOf(
      { mean: 20, sd: 2, n: 20 },
      { mean: 22, sd: 4, n: 20 },
      0.95,
    );
    expect(difference).toBe(2);
    expect(level).toBe(0.95);
    expect(interval?.[0]).toBeCloseTo(2 - 2.0486, 3);
    expect(interval?.[1]).toBeCloseTo(2 + 2.0486, 3);
  });

  it('is the other way round when the two are exchanged', () => {
    const spread = fc.record({
      mean: fc.double({ min: -10, max: 10, noNaN: true }),
      sd: fc.double({ min: 0.01, max: 10, noNaN: true }),
      n: fc.integer({ min: 10, max: 100 }),
    });
    fc.assert(
      fc.property(spread, spread, (a, b) => {
        const there = changeOf(a, b, 0.99);
        const back = changeOf(b, a, 0.99);
        expect(back.difference).toBe(0 - there.difference);
        expect(back.interval?.[0]).toBeCloseTo(-(there.interval?.[1] as number), 9);
        expect(back.distinguishable).toBe(there.distinguishable);
      }),
    );
  });

  it('cannot be told from a few replications; without any spread it is exact', () => {
    const one = { mean: 1, sd: 0, n: 9 };
    expect(changeOf(one, { mean: 2, sd: 0, n: 20 }, 0.99)).toMatchObject({
      interval: null,
      distinguishable: false,
    });
    const still = { mean: 1, sd: 0, n: 10 };
    expect(changeOf(still, still, 0.99).distinguishable).toBe(false);
    expect(changeOf(still, { ...still, mean: 2 }, 0.99).distinguishable).toBe(true);
  });

  it('where one side has fewer is not told by the skewness of that side alone', () => {
    // Welch's is, in three of a hundred.
    const stream = new Streams(7, 0).stream('change');
    const draw = (n: number) =>
      Array.from({ length: n }, () => {
        const z = normalQuantile(stream());
        return z * z;
      });
    let seen = 0;
    for (let i = 0; i < 500; i++) {
      const { skewness: _, ...before } = spreadOf(draw(10)); // as a baseline has it
      if (changeOf(before, spreadOf(draw(40)), 0.99).distinguishable) seen++;
    }
    // Binomial with 500 and 1 %: more in one of a thousand.
    expect(seen).toBeLessThanOrEqual(13);
  });

  it('is seen where there is none in about one of a hundred', () => {
    const stream = new Streams(7, 0).stream('change');
    const draw = (n: number) => Array.from({ length: n }, () => normalQuantile(stream()));
    let seen = 0;
    for (let i = 0; i < 2000; i++) {
      if (changeOf(spreadOf(draw(20)), spreadOf(draw(20)), 0.99).distinguishable) seen++;
    }
    // Binomial with 2,000 and 1 %: from 7 to 35 with a probability of 99.9 %.
    expect(seen).toBeGreaterThanOrEqual(7);
    expect(seen).toBeLessThanOrEqual(35);
  });
});
