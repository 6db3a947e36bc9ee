import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { alphas } from '../../src/expectation/spending.js';
import { type Stream, Streams } from '../../src/kernel/random.js';
import { estimateAt, FEWEST_REPLICATIONS } from '../../src/stats/interval.js';
import { normalQuantile } from '../../src/stats/normal.js';
import { estimateProportion } from '../../src/stats/proportion.js';
import { wilson } from '../../src/stats/wilson.js';

const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  minLength: 10,
  maxLength: 40,
});

describe('an interval', () => {
  it('takes ten replications', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    for (const few of [0, 1, 2, 9]) expect(estimateAt(values.slice(0, few), 0.01)).toBeNull();
    expect(FEWEST_REPLICATIONS).toBe(10);
    expect(estimateAt(values, 0.01)?.mean).toBe(5.5);
  });

  it("is at least Student's, and wider towards the long tail", () => {
    const values = [1, 1, 2, 2, 2, 3, 3, 3, 4, 12];
    const { mean, low, high } = estimateAt(values, 0.05) as never;
    // Variance 92.1 / 9, t of 9 degrees.
    expect(mean - low).toBeCloseTo((2.262157 * Math.sqrt(92.1 / 9 / 10)) as never, 4);
    expect(high - mean).toBeGreaterThan(1.2 * (mean - low));
  });

  it('is that of Student, and as much more to both sides as a few values may hide, where they are even', () => {
    // Of 1 to 10: variance 55/6, t of 9 degrees.
    const half = 2.262157 * Math.sqrt(55 / 60);
    const { mean, low, high } = estimateAt([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.05) as never;
    expect(mean).toBe(5.5);
    expect(high - mean).toBeGreaterThan(half);
    expect(high - mean).toBeLessThan(2 * half);
    expect(mean - low).toBeCloseTo(high - mean, 12);
  });

  it('at a higher level holds those at lower ones', () => {
    const levels = [0.2, 0.05, 0.01, 0.002, 1e-6];
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

  it('of constant values has no width, but never less than its floor', () => {
    const values = Array.from({ length: 20 }, () => 1);
    expect(estimateAt(values, 0.01)).toMatchObject({ low: 1, high: 1, constant: true });
    const floor = () => [0.8, 1] as const;
    expect(estimateAt(values, 0.01, undefined, floor)).toMatchObject({ low: 0.8, high: 1 });
  });

  it('tells how far it would reach over more replications', () => {
    const one = estimateAt([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.05);
    expect(one?.reachAt(10)).toBeCloseTo((one?.high ?? 0) - 5.5, 10);
    expect(one?.reachAt(1000)).toBeLessThan(0.2 * (one?.reachAt(10) ?? 0));
  });

  it('is cut where it leaves what is possible, and reaches further where there is more room', () => {
    const waits = { least: 0, most: Number.POSITIVE_INFINITY };
    const values = [0, 0, 0, 0, 0, 1, 1, 1, 2, 9];
    const free = estimateAt(values, 0.01);
    expect(free?.low).toBeLessThan(0);
    expect(estimateAt(values, 0.01, waits)).toMatchObject({ low: 0, high: free?.high });
    const between = estimateAt(values, 0.01, { least: 0, most: 100 });
    expect(between?.high).toBeGreaterThan(1.2 * (free?.high as number));
  });
});

describe('an interval of a proportion', () => {
  it('lies in 0..1, and is never narrower than as many independent trials would make it', () => {
    const ones = new Array(10).fill(1);
    const [low, high] = wilson(1, 60, -normalQuantile(0.025));
    expect(high).toBe(1);
    expect(estimateProportion(ones, 60, 0.05)).toMatchObject({ mean: 1, low, high: 1 });
    expect(estimateProportion(ones.slice(1), 60, 0.05)).toBeNull();
  });

  it('holds the mean, within 0..1, and is the same from the other end', () => {
    fc.assert(
      fc.property(shares, fc.constantFrom(0.2, 0.05, 0.01, 1e-6), (values, alpha) => {
        const one = estimateProportion(values, 1000, alpha);
        const turned = values.map((value) => 1 - value);
        const other = estimateProportion(turned, 1000, alpha);
        const { mean, low, high } = one as NonNullable<typeof one>;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(mean + 1e-12);
        expect(high).toBeGreaterThanOrEqual(mean - 1e-12);
        expect(other?.low).toBeCloseTo(1 - high, 9);
        expect(other?.high).toBeCloseTo(1 - low, 9);
      }),
    );
  });

  it('reaches further where chance may have put the mean near a bound', () => {
    // One of ten is not near 0: the others say that the spread is small, where they are.
    const values = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0.01];
    const { mean, high } = estimateProportion(values, 1e6, 0.05) as never;
    expect(mean).toBeCloseTo(0.001 as never, 12);
    expect(high).toBeGreaterThan(0.02);
    expect(high).toBeLessThan(0.1);
  });
});

test("Wilson's interval (checked against the published 0 of 20 and 15 of 20)", () => {
  const z = -normalQuantile(0.025);
  expect(wilson(0, 20, z)[1]).toBeCloseTo(0.1611, 4);
  expect(wilson(0.75, 20, z)[0]).toBeCloseTo(0.5313, 4);
  expect(wilson(0.75, 20, z)[1]).toBeCloseTo(0.8881, 4);
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
