import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  cost,
  costDifference,
  costWithin,
  count,
  fixed,
  levelText,
  percent,
  percentInterval,
  points,
  pointsInterval,
  seconds,
  secondsAlike,
  separated,
} from '../../src/text/figures.js';

it('separates thousands', () => {
  expect([0, 999, 1000, 1234567].map(count)).toEqual(['0', '999', '1,000', '1,234,567']);
});

it('separates thousands before the point only', () => {
  const written = [0, 12.3456, -1234.5678, 1234567].map((value) => separated(value, 4));
  expect(written).toEqual(['0.0000', '12.3456', '-1,234.5678', '1,234,567.0000']);
  expect(separated(2211.6, 1)).toBe('2,211.6');
  expect(separated(999_999, 0)).toBe('999,999');
});

it('writes fractions in per cent and differences in points', () => {
  expect(percent(0.7991)).toBe('79.9%');
  expect(percentInterval([0.762, 0.8361])).toBe('[76.2, 83.6]');
  expect(percentInterval(null)).toBe('-');
  expect(points(0.1234)).toBe('+12.3');
  expect(points(-0.1234)).toBe('-12.3');
  expect(points(-0.0001)).toBe('0.0');
  expect(pointsInterval([-0.01, 0.02])).toBe('[-1.0, +2.0]');
});

it('writes levels as far as two digits of the error that is left', () => {
  const cases = [
    [0.95, '95%'],
    [0.99, '99%'],
    [1 - 0.01 / 5, '99.8%'],
    [1 - 0.01 / 7, '99.86%'],
    [1 - 0.01 / 40 / 32, '99.99922%'],
    [0.5, '50%'],
  ] as const;
  for (const [level, text] of cases) expect(levelText(level)).toBe(text);
});

it('writes times in three significant digits and a unit that fits', () => {
  const cases: [number | null, string][] = [
    [null, '-'],
    [0, '0 s'],
    [0.0000123, '12.3 us'],
    [0.00514, '5.14 ms'],
    [0.514, '514 ms'],
    [0.9996, '1.00 s'],
    [1.622, '1.62 s'],
    [99.96, '100 s'],
    [1000, '1,000 s'],
  ];
  for (const [value_s, text] of cases) expect(seconds(value_s)).toBe(text);
});

it('writes costs to the millisecond', () => {
  expect(cost(0.8812)).toBe('0.881 s');
  expect(cost(null)).toBe('-');
  expect(costDifference(-0.7949)).toBe('-0.795 s');
  expect(costDifference(0.5)).toBe('+0.500 s');
  expect(costDifference(-0.0001)).toBe('0.000 s');
});

it('writes an interval as far to either side as one number, and any other by its bounds', () => {
  expect(costWithin(0.8, [0.77, 0.83])).toBe('0.80 ± 0.03 s');
  expect(costWithin(0.795, [0.761, 0.838])).toBe('0.80 ± 0.04 s');
  expect(costWithin(1234.5, [1234.1, 1234.9])).toBe('1,234.5 ± 0.4 s');
  // To one side, or down to nothing.
  expect(costWithin(0.795, [0.761, 0.978])).toBe('0.795 s [0.761, 0.978]');
  expect(costWithin(0.02, [0.0002, 0.0398])).toBe('0.020 s [0.000, 0.040]');
  expect(costWithin(0.795, null)).toBe('0.795 s');
});

it('writes times beside one another in one unit', () => {
  expect(secondsAlike([0.566, 0.868, 1.43])).toEqual(['0.57 s', '0.87 s', '1.43 s']);
  expect(secondsAlike([0.004, 1.43])).toEqual(['0.004 s', '1.430 s']);
  expect(secondsAlike([0.12, null, 0.5])).toEqual(['120 ms', '-', '500 ms']);
  expect(secondsAlike([12.3, 4567])).toEqual(['12.3 s', '4,567.0 s']);
  expect(secondsAlike([0, 0])).toEqual(['0 s', '0 s']);
});

it('never writes a negative zero', () => {
  fc.assert(
    fc.property(fc.double({ min: -1, max: 1, noNaN: true }), fc.nat(4), (value, decimals) => {
      expect(fixed(value, decimals)).not.toMatch(/^-[0.]*$/);
    }),
  );
});
