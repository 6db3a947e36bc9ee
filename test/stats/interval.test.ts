import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { alphas } from '../../src/expectation/spending.js';
import { type Stream, Streams } from '../../src/kernel/random.js';
import { estimateAt, within } from '../../src/stats/interval.js';
import { normalQuantile } from '../../src/stats/normal.js';
import { estimateProportion, wilson } from '../../src/stats/proportion.js';

describe('an interval', () => {
  it('needs two values', () => {
    expect(estimateAt([], 0.01)).toBeNull();
    expect(estimateAt([1], 0.01)).toBeNull();
    expect(estimateAt([1, 2], 0.01)?.mean).toBe(1.5);
  });

  it("is at least Student's, and wider towards the long tail", () => {
    const { mean, low, high } = estimateAt([1, 1, 2, 2, 3, 3, 4, 12], 0.05) as never;
    expect(mean - low).toBeCloseTo(
      ((2.364624 * Math.sqrt(12.857142857)) / Math.sqrt(8)) as never,
      4,
    );
    expect(high - mean).toBeGreaterThan(1.2 * (mean - low));
  });

  it('is close to the one of Student where values are even: of 1 to 5', () => {
    // Variance 2.5, standard error sqrt(0.5), t of 4 degrees.
    const half = 2.776445105 * Math.sqrt(0.5);
    const { mean, low, high } = estimateAt([1, 2, 3, 4, 5], 0.05) as never;
    expect(mean).toBe(3);
    expect(high - mean).toBeGreaterThan(half);
    expect(high - mean).toBeLessThan(1.5 * half);
    expect(mean - low).toBeCloseTo(high - mean, 12);
  });

  it('at a higher level holds those at lower ones', () => {
    const levels = [0.2, 0.05, 0.01, 0.002, 1e-6];
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(shares, fc.integer({ min: 1, max: 1e6 }), (values, trials) => {
        const all = levels.map((alpha) => estimateProportion(values, trials, alpha));
        for (const [i, wide] of all.slice(1).entries()) {
          expect(wide?.low).toBeLessThanOrEqual((all[i]?.low as number) + 1e-12);
          expect(wide?.high).toBeGreaterThanOrEqual((all[i]?.high as number) - 1e-12);
        }
      }),
    );
  });

  it('covers the truth in at least 95 % of cases, and not in nearly all', () => {
    for (const n of [3, 20]) {
      const luck = new Streams(1, n).stream('coverage');
      let covered = 0;
      const trials = 4000;
      for (let i = 0; i < trials; i++) {
        const values = Array.from({ length: n }, () => normalQuantile(luck()));
        const { low, high } = estimateAt(values, 0.05) as never;
        if (low <= 0 && high >= 0) covered++;
      }
      // Four standard errors of a fraction of 0.95.
      expect(covered / trials).toBeGreaterThan(0.95 - 0.014);
      expect(covered / trials).toBeLessThan(0.98);
    }
  });

  it('of constant values has no width, but never less than its floor', () => {
    const values = Array.from({ length: 20 }, () => 1);
    expect(estimateAt(values, 0.01)).toMatchObject({ low: 1, high: 1, constant: true });
    const floor = () => [0.8, 1] as const;
    expect(estimateAt(values, 0.01, floor)).toMatchObject({ low: 0.8, high: 1 });
  });

  it('tells how far it would reach over more replications', () => {
    const one = estimateAt([1, 2, 3, 4], 0.05);
    expect(one?.reachAt(4)).toBeCloseTo((one?.high ?? 0) - 2.5, 10);
    expect(one?.reachAt(400)).toBeLessThan(0.2 * (one?.reachAt(4) ?? 0));
  });
});

describe('an interval of a proportion', () => {
  it('lies in 0..1, and is never narrower than as many independent trials would make it', () => {
    const [low, high] = wilson(1, 60, 0.05);
    expect(high).toBe(1);
    expect(estimateProportion([1, 1, 1], 60, 0.05)).toMatchObject({ mean: 1, low, high: 1 });
    const wide = estimateProportion([0.1, 0.9], 1000, 0.05);
    expect([wide?.low, wide?.high]).toEqual([0, 1]);
    expect(estimateProportion([0.5], 20, 0.05)).toBeNull();
  });

  it('is cut where it leaves what is possible, and nowhere else', () => {
    const one = estimateAt([1, 2, 3], 0.05);
    expect(within(one, 0, 100)).toMatchObject({ low: 0 });
    expect(within(one, -100, 100)).toEqual(one);
    expect(within(null, 0, 1)).toBeNull();
  });
});

test("Wilson's interval (checked against the published 0 of 20 and 15 of 20)", () => {
  expect(wilson(0, 20, 0.05)[1]).toBeCloseTo(0.1611, 4);
  expect(wilson(0.75, 20, 0.05)[0]).toBeCloseTo(0.5313, 4);
  expect(wilson(0.75, 20, 0.05)[1]).toBeCloseTo(0.8881, 4);
});

/** Laws with their means: even, skewed either way, bounded, with few values. */
const LAWS: Record<string, { draw: (u: Stream) => number; mean: number }> = {
  normal: { draw: (u) => normalQuantile(u()), mean: 0 },
  exponential: { draw: (u) => -Math.log(u()), mean: 1 },
  'exponential, downwards': { draw: (u) => Math.log(u()), mean: -1 },
  lognormal: { draw: (u) => Math.exp(0.5 * normalQuantile(u())), mean: Math.exp(0.125) },
  uniform: { draw: (u) => u(), mean: 0.5 },
  'of five values': { draw: (u) => Math.floor(5 * u()), mean: 2 },
};
const GATES = 2000;
const LOOKS = [20, 40, 80, 160, 200];

describe(`error rates over ${GATES} gates with the truth at the threshold`, () => {
  const levels = alphas(0.99, 1, LOOKS.length);

  /** How many gates ended above and below the truth. */
  function wrong({ draw, mean }: (typeof LAWS)[string], fixed: boolean) {
    const ends = { above: 0, below: 0 };
    for (let seed = 0; seed < GATES; seed++) {
      const stream = new Streams(seed, 0).stream('gate');
      const values: number[] = [];
      for (const [k, look] of (fixed ? [LOOKS[0] as number] : LOOKS).entries()) {
        while (values.length < look) values.push(draw(stream));
        const { low, high } = estimateAt(values, fixed ? 0.01 : (levels[k] as number)) as never;
        if (low > mean) ends.above++;
        if (high < mean) ends.below++;
        if (low > mean || high < mean) break;
      }
    }
    return ends;
  }

  // 32 of 2,000 is the 99.5 % bound of what 1 % gives.
  test.each(Object.entries(LAWS))('%s: at most 1 % on each side', (_, law) => {
    for (const fixed of [true, false]) {
      const { above, below } = wrong(law, fixed);
      expect(above).toBeLessThanOrEqual(32);
      expect(below).toBeLessThanOrEqual(32);
    }
  });

  it('would be told of an interval that is too narrow', () => {
    let missed = 0;
    for (let seed = 0; seed < GATES; seed++) {
      const stream = new Streams(seed, 0).stream('gate');
      const values = Array.from({ length: 20 }, () => normalQuantile(stream()));
      if ((estimateAt(values, 0.05)?.high ?? 0) < 0) missed++;
    }
    expect(missed).toBeGreaterThan(32);
  });
});
