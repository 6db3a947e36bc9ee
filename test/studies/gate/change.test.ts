import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../../src/kernel/random.js';
import { normalQuantile } from '../../../src/stats/normal.js';
import { changeOf, spreadOf } from '../../../src/studies/gate/change.js';

describe('the difference of two means', () => {
  it('has the interval of Welch, as worked out by hand', () => {
    // Means 20 and 22, variances 4 and 16, 10 and 20 values: standard error sqrt(0.4 + 0.8),
    // 1.44 / (0.16/9 + 0.64/19) = 27.99 degrees of freedom, t(0.975) = 2.0484.
    const { difference, interval, level } = changeOf(
      { mean: 20, sd: 2, n: 10 },
      { mean: 22, sd: 4, n: 20 },
      0.95,
    );
    expect(difference).toBe(2);
    expect(level).toBe(0.95);
    expect(interval?.[0]).toBeCloseTo(2 - 2.0484 * Math.sqrt(1.2), 3);
    expect(interval?.[1]).toBeCloseTo(2 + 2.0484 * Math.sqrt(1.2), 3);
  });

  it('is the other way round when the two are exchanged', () => {
    const spread = fc.record({
      mean: fc.double({ min: -10, max: 10, noNaN: true }),
      sd: fc.double({ min: 0.01, max: 10, noNaN: true }),
      n: fc.integer({ min: 2, max: 100 }),
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

  it('cannot be told from a single replication; without any spread it is exact', () => {
    const one = { mean: 1, sd: 0, n: 1 };
    expect(changeOf(one, { mean: 2, sd: 0, n: 5 }, 0.99)).toMatchObject({
      interval: null,
      distinguishable: false,
    });
    const still = { mean: 1, sd: 0, n: 5 };
    expect(changeOf(still, still, 0.99).distinguishable).toBe(false);
    expect(changeOf(still, { ...still, mean: 2 }, 0.99).distinguishable).toBe(true);
  });

  it('is seen where there is none in about one of a hundred', () => {
    const stream = new Streams(7, 0).stream('change');
    const draw = (n: number) => Array.from({ length: n }, () => normalQuantile(stream()));
    let seen = 0;
    for (let i = 0; i < 2000; i++) {
      if (changeOf(spreadOf(draw(8)), spreadOf(draw(20)), 0.99).distinguishable) seen++;
    }
    // Binomial with 2,000 and 1 %: from 7 to 35 with a probability of 99.9 %.
    expect(seen).toBeGreaterThanOrEqual(7);
    expect(seen).toBeLessThanOrEqual(35);
  });
});
