import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logGamma } from '../../src/stats/log-gamma.js';

describe('ln gamma', () => {
  test.each([
    [0.001, 6.907178885383854],
    [0.5, 0.5723649429247004],
    [1, 0],
    [2, 0],
    [3.7, 1.4280723266653883],
    [10, 12.801827480081467],
    [100, 359.1342053695754],
    [1e6, 12815504.569147611],
    [1e12, 26631021115915.652],
  ])('of %s is %s', (x, known) => {
    expect(Math.abs(logGamma(x) - known)).toBeLessThan(1e-13 * Math.max(1, Math.abs(known)));
  });

  test('follows the recurrence: gamma(x + 1) = x gamma(x)', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (x) => {
        const difference = logGamma(x + 1) - logGamma(x) - Math.log(x);
        expect(Math.abs(difference)).toBeLessThan(1e-12 * Math.max(1, Math.abs(logGamma(x))));
      }),
    );
  });
});
