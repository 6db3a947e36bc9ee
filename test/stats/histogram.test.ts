import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Histogram } from '../../src/stats/histogram.js';

const values = fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), {
  minLength: 1,
  maxLength: 300,
});

test('a quantile is the nearest rank, to within 0.2 %', () => {
  fc.assert(
    fc.property(values, fc.constantFrom(0, 0.01, 0.5, 0.95, 0.99, 1), (list, fraction) => {
      const histogram = new Histogram();
      for (const value of list) histogram.add(value);
      const sorted = [...list].sort((a, b) => a - b);
      const rank = Math.max(1, Math.ceil(fraction * list.length));
      const exact = sorted[rank - 1] as number;
      expect(Math.abs((histogram.quantile(fraction) as number) / exact - 1)).toBeLessThan(0.002);
    }),
  );
});

test('count and sum are exact, and merging is adding', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const [first, second, both] = [new Histogram(), new Histogram(), new Histogram()];
      for (const value of a) first.add(value);
      for (const value of b) second.add(value);
      for (const value of [...a, ...b]) both.add(value);
      const merged = Histogram.merged([first.data(), second.data()]);
      expect(merged.count).toBe(both.count);
      expect(merged.mean).toBeCloseTo(both.mean as number, 6);
      for (const q of [0.1, 0.5, 0.9]) expect(merged.quantile(q)).toBe(both.quantile(q));
    }),
  );
});

test('loses nothing as plain data, be it written down', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })), (list) => {
      const histogram = new Histogram();
      for (const value of list) histogram.add(value);
      const data = histogram.data();
      expect(JSON.parse(JSON.stringify(data))).toEqual(data);
      const again = Histogram.merged([data]);
      expect(again.data()).toEqual(data);
      expect(again.mean).toBe(histogram.mean);
      for (const q of [0.5, 0.95]) expect(again.quantile(q)).toBe(histogram.quantile(q));
    }),
  );
});

test('without values there is no mean and no quantile; 0 is a value', () => {
  const histogram = new Histogram();
  expect([histogram.mean, histogram.quantile(0.5)]).toEqual([null, null]);
  histogram.add(0);
  expect(histogram.mean).toBe(0);
  expect(histogram.quantile(0.5)).toBeLessThan(1e-300);
});
