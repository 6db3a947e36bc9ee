import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { always, constant, onlyValue } from '../../src/kernel/distributions/constant.js';
import type { Distribution } from '../../src/kernel/distributions/distribution.js';
import { fromQuantiles, fromValues } from '../../src/kernel/distributions/empirical.js';
import { exponential } from '../../src/kernel/distributions/exponential.js';
import { DISTRIBUTIONS } from '../../src/kernel/distributions/index.js';
import {
  lognormal,
  lognormalFromMean,
  lognormalFromPercentiles,
} from '../../src/kernel/distributions/lognormal.js';
import { kindNamed } from '../../src/kernel/kind.js';
import { Streams } from '../../src/kernel/random.js';

const SIGMA = 0.7;
const TRIANGLE = [
  { fraction: 0, value: 1 },
  { fraction: 0.5, value: 3 },
  { fraction: 1, value: 4 },
];

interface Known {
  readonly name: string;
  readonly distribution: Distribution;
  readonly mean: number;
  readonly variance: number;
}

const KNOWN: readonly Known[] = [
  { name: 'constant', distribution: constant(3), mean: 3, variance: 0 },
  { name: 'exponential', distribution: exponential(2), mean: 2, variance: 4 },
  {
    name: 'lognormal from percentiles',
    distribution: lognormalFromPercentiles(1.622, 2.243),
    mean: 1.622 * Math.exp((Math.log(2.243 / 1.622) / 1.6448536269514722) ** 2 / 2),
    variance:
      1.622 ** 2 *
      Math.exp((Math.log(2.243 / 1.622) / 1.6448536269514722) ** 2) *
      (Math.exp((Math.log(2.243 / 1.622) / 1.6448536269514722) ** 2) - 1),
  },
  {
    name: 'lognormal from its mean',
    distribution: lognormalFromMean(2, SIGMA),
    mean: 2,
    variance: 4 * (Math.exp(SIGMA * SIGMA) - 1),
  },
  // Half of it evenly between 1 and 3, half between 3 and 4.
  {
    name: 'empirical, from quantiles',
    distribution: fromQuantiles(TRIANGLE),
    mean: 2.75,
    variance: (0.5 * 26) / 6 + (0.5 * 37) / 3 - 2.75 ** 2,
  },
  {
    name: 'empirical, from values',
    distribution: fromValues([4, 1, 1, 2]),
    mean: 2,
    variance: 1.5,
  },
];

describe('distributions', () => {
  test.each(KNOWN)('$name: states its mean', ({ distribution, mean }) => {
    expect(distribution.mean).toBeCloseTo(mean, 12);
  });

  test.each(KNOWN)(
    '$name: mean and variance of a fine grid of luck',
    ({ distribution, mean, variance }) => {
      const n = 1_000_000;
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < n; i++) {
        const value = distribution.quantile((i + 0.5) / n);
        sum += value;
        squares += (value - mean) * (value - mean);
      }
      expect(Math.abs(sum / n - mean)).toBeLessThan(1e-4 * mean);
      expect(Math.abs(squares / n - variance)).toBeLessThan(1e-3 * Math.max(variance, 1e-9));
    },
  );

  test.each(KNOWN)('$name: mean of drawn values', ({ name, distribution, mean, variance }) => {
    const n = 100_000;
    const stream = new Streams(1, 0).stream(name);
    let sum = 0;
    for (let i = 0; i < n; i++) sum += distribution.quantile(stream());
    expect(Math.abs(sum / n - mean)).toBeLessThanOrEqual(4 * Math.sqrt(variance / n) + 1e-9);
  });

  test.each(KNOWN)('$name: more luck never gives less', ({ distribution }) => {
    const u = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((i) => (i + 0.5) / 2 ** 32);
    fc.assert(
      fc.property(u, u, (a, b) => {
        expect(distribution.quantile(Math.min(a, b))).toBeLessThanOrEqual(
          distribution.quantile(Math.max(a, b)),
        );
      }),
    );
  });

  test('a lognormal has the percentiles that it was given', () => {
    const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(positive, fc.double({ min: 1, max: 50, noNaN: true }), (p50, ratio) => {
        const distribution = lognormalFromPercentiles(p50, p50 * ratio);
        expect(distribution.quantile(0.5) / p50).toBeCloseTo(1, 12);
        expect(distribution.quantile(0.95) / (p50 * ratio)).toBeCloseTo(1, 11);
      }),
    );
    expect(lognormal(0, 1).quantile(0.5)).toBe(1);
  });

  test('an exponential has its median at mean ln 2 and its 95th percentile at mean ln 20', () => {
    expect(exponential(3).quantile(0.5)).toBeCloseTo(3 * Math.log(2), 14);
    expect(exponential(3).quantile(0.95)).toBeCloseTo(3 * Math.log(20), 13);
  });

  test('an empirical distribution goes through its quantiles, straight between them', () => {
    const distribution = fromQuantiles(TRIANGLE);
    expect([0.25, 0.5, 0.75].map((u) => distribution.quantile(u))).toEqual([2, 3, 3.5]);
    // Exactly, although 0.2 + (0.9 - 0.2) is a little less than 0.9 in doubles.
    const rounded = [0.2, 0.9, 1].map((value, i) => ({ fraction: i / 2, value }));
    expect(fromQuantiles(rounded).quantile(0.5)).toBe(0.9);
    expect(distribution.quantile(1e-12)).toBeCloseTo(1, 9);
    expect(distribution.quantile(1 - 1e-12)).toBeCloseTo(4, 9);
  });

  test('observed values are drawn equally often, in the order of size', () => {
    const distribution = fromValues([30, 10, 20]);
    expect([0.1, 0.3, 0.4, 0.6, 0.7, 0.99].map((u) => distribution.quantile(u))).toEqual([
      10, 10, 20, 20, 30, 30,
    ]);
    expect(distribution.quantile(1 - 2 ** -33)).toBe(30);
  });

  test('a constant distribution has one value, whatever the luck', () => {
    expect([0.1, 0.5, 0.9].map(constant(3).quantile)).toEqual([3, 3, 3]);
  });

  test('distributions that cannot be are refused', () => {
    expect(() => fromValues([])).toThrow(RangeError);
    expect(() => fromQuantiles([{ fraction: 0, value: 1 }])).toThrow(RangeError);
    expect(() => fromQuantiles(TRIANGLE.slice(1))).toThrow(RangeError);
    expect(() => fromQuantiles(TRIANGLE.slice(0, 2))).toThrow(RangeError);
    // Neither is p0 alone, for p100 is not there.
    expect(() => fromQuantiles([{ fraction: 1, value: 1 }])).toThrow('from p0 to p100');
    expect(() => fromQuantiles([])).toThrow('from p0 to p100');
    expect(() => fromValues([])).toThrow('at least one value');
  });
});

describe('kinds of distributions', () => {
  const of = (name: string) => kindNamed(DISTRIBUTIONS, name);

  test.each([
    ['constant', { value: '2s' }, { value: 2 }, '2s', 2],
    ['exponential', { mean: '2s' }, { mean: 2 }, 'exponential of mean 2s', 2],
    ['lognormal', { p50: '1s', p95: '2s' }, { p50: 1, p95: 2 }, 'lognormal of P50 1s and P95 2s'],
    [
      'lognormal',
      { mean: '3s', sigma: '0.5' },
      { mean: 3, sigma: 0.5 },
      'lognormal of mean 3s and sigma 0.5',
      3,
    ],
    ['empirical', { file: 'a.txt' }, { file: [1, 3] }, 'values of a.txt', 2],
    ['empirical', { quantiles: 'p0 1s' }, { quantiles: TRIANGLE }, 'quantiles p0 1s', 2.75],
  ])('%s %o: its words, and what it makes', (name, texts, settings, words, mean?: number) => {
    expect(of(name).words(texts as never, settings as never)).toBe(words);
    const made = of(name).create(settings as never);
    if (mean === undefined) expect(made.quantile(0.5)).toBeCloseTo(1, 12);
    else expect(made.mean).toBeCloseTo(mean, 12);
  });

  test('a lognormal whose p95 is not above its median is refused', () => {
    const check = (settings: object) => of('lognormal').check?.(settings as never)?.at;
    expect(check({ p50: 1, p95: 1 })).toBe('p95');
    expect(check({ p50: 1, p95: 1.1 })).toBeUndefined();
    expect(check({ mean: 1, sigma: 2 })).toBeUndefined();
  });

  test('a single value stands for the constant distribution, and only that has one', () => {
    expect(always(3)).toEqual({ distribution: 'constant', value: 3 });
    expect(onlyValue(always(3))).toBe(3);
    expect(onlyValue({ distribution: 'exponential', value: 3 })).toBeUndefined();
  });

  test('one that is not there is named', () => {
    expect(() => of('normal')).toThrow("there is no kind named 'normal'");
  });
});
