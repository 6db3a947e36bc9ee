import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../src/kernel/distributions/distribution.js';
import { fromQuantiles } from '../../src/kernel/distributions/empirical.js';
import { exponential } from '../../src/kernel/distributions/exponential.js';
import { lognormalFromPercentiles } from '../../src/kernel/distributions/lognormal.js';
import { Streams } from '../../src/kernel/random.js';
import { fitArrivals } from '../../src/litellm/arrivals.js';
import { bestFit, distanceBound } from '../../src/litellm/fit.js';

function sample(distribution: Distribution, count: number, seed = 1): Float64Array {
  const stream = new Streams(seed, 0).stream('test');
  return Float64Array.from({ length: count }, () => distribution.quantile(stream())).sort();
}

describe('the distribution of values', () => {
  test.each([50, 500, 50_000])('finds a lognormal in %i of its values', (count) => {
    const { fitted, distance } = bestFit(sample(lognormalFromPercentiles(1.622, 2.243), count));
    expect(fitted.distribution).toBe('lognormal');
    const { p50, p95 } = fitted as { p50: number; p95: number };
    expect(Math.abs(p50 / 1.622 - 1)).toBeLessThan(1 / Math.sqrt(count));
    expect(Math.abs(p95 / 2.243 - 1)).toBeLessThan(1 / Math.sqrt(count));
    expect(distance).toBeLessThan(distanceBound(count));
  });

  test('finds an exponential', () => {
    const { fitted } = bestFit(sample(exponential(2), 5000));
    expect(fitted).toMatchObject({ distribution: 'exponential' });
    expect((fitted as { mean: number }).mean).toBeCloseTo(2, 1);
  });

  test('finds a constant, also behind a clock of milliseconds', () => {
    expect(bestFit(Float64Array.of(0.5)).fitted).toEqual({ distribution: 'constant', value: 0.5 });
    expect(bestFit(Float64Array.of(0.499, 0.5, 0.5, 0.501)).fitted).toEqual({
      distribution: 'constant',
      value: 0.5,
    });
    expect(bestFit(Float64Array.of(0, 0)).fitted).toEqual({ distribution: 'constant', value: 0 });
  });

  test('takes quantiles where no distribution is near: two humps', () => {
    const humps = fromQuantiles([
      { fraction: 0, value: 0.2 },
      { fraction: 0.495, value: 0.3 },
      { fraction: 0.505, value: 3 },
      { fraction: 1, value: 4 },
    ]);
    const fit = bestFit(sample(humps, 5000));
    expect(fit.fitted.distribution).toBe('empirical');
    expect(fit.distance).toBeLessThan(0.02);
  });

  test('takes whole numbers as rounded, and their repetitions as they are', () => {
    const tokens = sample(lognormalFromPercentiles(12, 30), 20_000).map(Math.round);
    expect(bestFit(tokens, 1).fitted.distribution).toBe('lognormal');
    expect(bestFit(tokens, 0).fitted.distribution).toBe('empirical'); // the control: not as plain numbers
    const atoms = Float64Array.from({ length: 1000 }, (_, i) => (i < 700 ? 1 : 500));
    const fit = bestFit(atoms, 1);
    expect(fit.fitted.distribution).toBe('empirical');
    expect(fit.distance).toBeLessThan(0.02);
  });

  test('never misses by more than it says, and quantiles never by much', () => {
    const values = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(values, (drawn) => {
        const sorted = Float64Array.from(drawn).sort();
        const { fitted, count, p50, p95, distance } = bestFit(sorted);
        expect(count).toBe(sorted.length);
        expect(p50).toBeLessThanOrEqual(p95);
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(1);
        if (fitted.distribution === 'empirical') {
          const { quantiles } = fitted;
          expect(quantiles[0]?.percent).toBe(0);
          expect(quantiles[quantiles.length - 1]?.percent).toBe(100);
          for (const [i, { percent, value }] of quantiles.entries()) {
            if (i === 0) continue;
            expect(percent).toBeGreaterThan(quantiles[i - 1]!.percent);
            expect(value).toBeGreaterThanOrEqual(quantiles[i - 1]!.value);
          }
        }
      }),
    );
  });
});

describe('arrivals', () => {
  const times = (distribution: Distribution, count: number): Float64Array => {
    let time_s = 0;
    const stream = new Streams(1, 0).stream('test');
    return Float64Array.from({ length: count }, () => {
      time_s += distribution.quantile(stream());
      return time_s;
    });
  };

  test('finds Poisson arrivals and their rate', () => {
    const { load, burstiness } = fitArrivals(times(exponential(0.375), 5000));
    expect(load.kind).toBe('poisson');
    expect((load as { rate_hz: number }).rate_hz).toBeCloseTo(160 / 60, 1);
    expect(burstiness).toBeCloseTo(1, 1);
  });

  test('finds evenly spaced arrivals', () => {
    const { load, burstiness } = fitArrivals(Float64Array.from({ length: 100 }, (_, i) => i / 4));
    expect(load).toEqual({ kind: 'uniform', rate_hz: 4 });
    expect(burstiness).toBe(0);
  });

  test.each([0, 0.02])('finds bursts, their requests %s s apart', (apart_s) => {
    const bursts = Float64Array.from(
      { length: 800 },
      (_, i) => 15 * Math.floor(i / 40) + apart_s * (i % 40) * 0.1,
    );
    const { load, burstiness } = fitArrivals(bursts);
    expect(load).toEqual({ kind: 'bursts', size: 40, every_s: 15 });
    expect(burstiness).toBeGreaterThan(5);
  });

  test('takes requests at one moment as one burst', () => {
    expect(fitArrivals(new Float64Array(40)).load).toMatchObject({ kind: 'bursts', size: 40 });
  });

  test('says how bursty irregular arrivals are, which no load here is', () => {
    const irregular = times(lognormalFromPercentiles(0.05, 4), 2000);
    const { load, burstiness } = fitArrivals(irregular);
    expect(load.kind).toBe('poisson');
    expect(burstiness).toBeGreaterThan(1.5);
  });
});
