import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalProbability, normalQuantile } from '../../src/stats/normal.js';

/** Probabilities as the doubles they are, and their quantiles (mpmath, rounded to doubles). */
const KNOWN: readonly (readonly [number, number])[] = [
  [0.5, 0],
  [0.75, 0.6744897501960817],
  [0.9, 1.2815515655446006],
  [0.925, 1.4395314709384561],
  [0.95, 1.6448536269514722],
  [0.975, 1.9599639845400538],
  [0.99, 2.3263478740408408],
  [0.999, 3.090232306167813],
  [0.9999, 3.7190164854557084],
  [0.3, -0.5244005127080408],
  [0.075, -1.439531470938456],
  [0.025, -1.9599639845400543],
  [1e-5, -4.264890793922825],
  [1e-10, -6.361340902404057],
  [1e-20, -9.262340089798407],
  [1e-100, -21.273453560965326],
];

describe('the normal quantile', () => {
  test.each(KNOWN)('of %s is %s', (p, z) => {
    expect(Math.abs(normalQuantile(p) - z)).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(z)));
  });

  test('is odd about one half', () => {
    // Eighths of a power of two are exact, and so are their complements.
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (n) => {
        const p = n / 2 ** 32;
        expect(normalQuantile(p)).toBe(-normalQuantile(1 - p));
      }),
    );
  });

  test('never descends, also where its branches meet', () => {
    for (const seam of [0.075, 0.925, Math.exp(-25), 1 - Math.exp(-25)]) {
      let before = Number.NEGATIVE_INFINITY;
      for (let i = -1000; i <= 1000; i++) {
        const z = normalQuantile(seam + i * seam * 1e-9 * (seam > 0.99 ? 1e-5 : 1));
        // Rounding may cost the last digits, no more.
        expect(z).toBeGreaterThan(before - 1e-13);
        before = z;
      }
    }
  });
});

describe('the normal probability', () => {
  test('is what the quantile is of', () => {
    for (const [p, z] of KNOWN) expect(Math.abs(normalProbability(z) - p)).toBeLessThan(2e-15);
    const probability = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });
    fc.assert(
      fc.property(probability, (p) => {
        expect(Math.abs(normalProbability(normalQuantile(p)) - p)).toBeLessThan(2e-15);
      }),
    );
  });

  test('ends at 0 and 1', () => {
    expect(normalProbability(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(normalProbability(Number.POSITIVE_INFINITY)).toBe(1);
  });
});
