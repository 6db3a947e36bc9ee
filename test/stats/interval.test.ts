import { describe, expect, it, test } from 'vitest';
import { alphas } from '../../src/expectation/spending.js';
import { type Stream, Streams } from '../../src/kernel/random.js';
import { estimateAt, wilson } from '../../src/stats/interval.js';
import { normalQuantile } from '../../src/stats/normal.js';

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
