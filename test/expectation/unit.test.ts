import { expect, it } from 'vitest';
import { formOf } from '../../src/expectation/unit.js';

const { figure, bounds, margin } = formOf('seconds');

it('has one unit in a figure of time: that of the threshold', () => {
  const texts = (value: number, threshold: number) => [
    figure(value, threshold),
    bounds([value - 0.036, value + 0.065], threshold),
    figure(threshold, threshold),
    margin(threshold - value, threshold),
  ];
  expect(texts(0.958, 0.5)).toEqual(['958 ms', '[922, 1,023] ms', '500 ms', '-458 ms']);
  expect(texts(0.958, 2)).toEqual(['0.958 s', '[0.922, 1.023] s', '2.00 s', '+1.042 s']);
  expect(texts(1.9584, 1.9585)).toEqual([
    '1.9584 s',
    '[1.9224, 2.0234] s',
    '1.9585 s',
    '+0.0001 s',
  ]);
  expect(figure(0, 0.5)).toBe('0 ms');
  expect(margin(0, 2)).toBe('0.000 s');
});

it('the margin of a count has its thousands separated', () => {
  expect(formOf('count').margin(99_064, 100_000)).toBe('+99,064');
  expect(formOf('count').margin(-1234, 0)).toBe('-1,234');
});
