import { describe, expect, it } from 'vitest';
import { exp, ln, powerOfTen } from '../../src/stats/elementary.js';

/** The last digits as Node 20 to 24 give them; browsers round some others. */
const LOGARITHMS: readonly (readonly [of: number, is: number])[] = [
  [18.5073, 2.9181652488469005],
  [18.885, 2.93836795616442],
  [44.5686, 3.7970295752019387],
  [110.2884, 4.703098753004555],
  [118.9755, 4.778917589561907],
  [134.4612, 4.901275681588304],
  [1e-310, -713.8013788281542],
  [1.0000001, 9.999999505838704e-8],
  [1e300, 690.7755278982137],
  [2, Math.LN2],
];
const POWERS: readonly (readonly [of: number, is: number])[] = [
  [-15.385, 2.081514286019271e-7],
  [-14.918, 3.3204345102904786e-7],
  [-14.608, 4.5271638011612117e-7],
  [-13.753, 0.0000010645056978716566],
  [-13.364, 0.0000015706830021295982],
  [-13.054, 0.0000021415086514440205],
  [1, Math.E],
  [1e-10, 1.0000000001],
  [-740, 4.2e-322],
  [709.7, 1.6549840276802644e308],
];

const AT_THE_ENDS = [0, -0, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

describe('the logarithm', () => {
  it('has the same bits everywhere', () => {
    for (const [of, is] of LOGARITHMS) expect(ln(of)).toBe(is);
  });

  it('is what the language says, but for the last digits', () => {
    for (let i = 1; i < 2000; i++) {
      const value = (i * i * i) / 1e6;
      expect(Math.abs(ln(value) - Math.log(value))).toBeLessThan(1e-14);
    }
    for (const value of AT_THE_ENDS) expect(ln(value)).toBe(Math.log(value));
  });
});

describe('the power of e', () => {
  it('has the same bits everywhere', () => {
    for (const [of, is] of POWERS) expect(exp(of)).toBe(is);
  });

  it('is what the language says, but for the last digits', () => {
    for (let i = -1000; i < 1000; i++) {
      const value = i / 3;
      expect(Math.abs(exp(value) / Math.exp(value) - 1)).toBeLessThan(1e-15);
    }
    for (const value of [...AT_THE_ENDS, 710, -746]) expect(exp(value)).toBe(Math.exp(value));
  });
});

it('the power of ten of a number is that of its first digit', () => {
  expect([0.001, 0.5, 1, 999, 1000, 1e21].map(powerOfTen)).toEqual([-3, -1, 0, 2, 3, 21]);
});
