import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatDuration,
  formatDurationIn,
  formatPercent,
  formatPercentile,
  formatRate,
  formatRateIn,
  parseDuration,
  parsePercent,
  parseRate,
  percentOf,
} from '../../src/text/units.js';

describe('durations', () => {
  it.each([
    ['1622ms', 1.622],
    ['0.1ms', 0.0001],
    ['250us', 0.00025],
    ['1.5s', 1.5],
    ['5m', 300],
    ['1h', 3600],
    ['2d', 172_800],
    ['1e3ms', 1],
    ['5 s', 5],
    ['0', 0],
    ['0s', 0],
  ])('%s is %d seconds', (text, value_s) => {
    expect(parseDuration(text)).toBe(value_s);
  });

  it.each([
    ['5', /no unit/],
    ['5 sec', /"sec" is not a unit of time/],
    ['5 min', /"min" is not a unit of time/],
    ['5S', /"S" is not a unit/],
    ['-5s', /negative/],
    ['.5s', /not a duration|not a unit/],
    ['s', /not a duration/],
    ['', /not a duration/],
    ['1e400s', /too large|not a duration/],
    ['9e307d', /too large/],
    ['0x10s', /not a unit of time/],
    ['１s', /not a duration/],
  ])('%s is refused', (text, message) => {
    expect(() => parseDuration(text)).toThrow(message);
  });

  it('are written so that the same double is read back', () => {
    const seconds = fc.double({ min: 0, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(seconds, (value_s) => {
        expect(parseDuration(formatDuration(value_s))).toBe(value_s);
      }),
    );
  });

  it('are written in the unit that makes them shortest', () => {
    expect([0, 0.00025, 0.001, 1.622, 15, 90, 300, 3600, 172_800].map(formatDuration)).toEqual([
      '0s',
      '250us',
      '1ms',
      '1.622s',
      '15s',
      '90s',
      '5m',
      '1h',
      '2d',
    ]);
  });

  it('are the double nearest to what is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (thousandths) => {
        expect(parseDuration(`${thousandths}ms`)).toBe(thousandths / 1000);
        expect(parseDuration(`${thousandths / 1000}s`)).toBe(thousandths / 1000);
      }),
    );
  });
});

describe('rates', () => {
  it('are read per second', () => {
    expect(parseRate('160/min')).toBe(160 / 60);
    expect(parseRate('2.5/s')).toBe(2.5);
    expect(parseRate('9600 / h')).toBe(9600 / 3600);
  });

  it.each(['160', '160/m', '-1/s', '/s', '1/0'])('%s is refused', (text) => {
    expect(() => parseRate(text)).toThrow(RangeError);
  });
});

describe('percentages', () => {
  it('are read as fractions', () => {
    expect(parsePercent('30%')).toBe(0.3);
    expect(parsePercent('99.9 %')).toBe(0.999);
    expect(parsePercent('7%')).toBe(0.07);
  });

  it.each(['101%', '-1%', '30', '%'])('%s is refused', (text) => {
    expect(() => parsePercent(text)).toThrow(RangeError);
  });

  it('name percentiles', () => {
    expect(['p0', 'p50', 'p99.9', 'p100'].map(percentOf)).toEqual([0, 0.5, 0.999, 1]);
    expect(['p101', 'p', 'q50', 'p-1', 'p1e1', 'p50 '].map(percentOf)).toEqual(
      Array(6).fill(undefined),
    );
  });
});

describe('what is written reads as the same double', () => {
  it('rates, in the unit that suits their size', () => {
    expect([40, 160 / 60, 2.5, 1 / 7200].map(formatRate)).toEqual([
      '40/s',
      '160/min',
      '150/min',
      '0.5/h',
    ]);
    const rate = fc.double({ min: 1e-12, max: 1e12, noNaN: true });
    fc.assert(fc.property(rate, (value) => parseRate(formatRate(value)) === value));
  });

  it('in a unit that is asked for, unless another double would be read there', () => {
    expect([0.5, 2.5, 0.0016, 3600].map((value) => formatDurationIn('ms', value))).toEqual([
      '500ms',
      '2500ms',
      '1.6ms',
      '3600000ms',
    ]);
    expect([0, 3600, 1e-9].map((value) => formatDurationIn('s', value))).toEqual([
      '0s',
      '3600s',
      '1e-9s',
    ]);
    expect([2 / 3, 0.666667].map((value) => formatRateIn('s', value))).toEqual([
      '40/min',
      '0.666667/s',
    ]);
    const size = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(size, fc.constantFrom('us', 'ms', 's', 'm', 'h', 'd'), (value, unit) => {
        expect(parseDuration(formatDurationIn(unit, value))).toBe(value);
      }),
    );
    fc.assert(fc.property(size, (value) => parseRate(formatRateIn('s', value)) === value));
  });

  it('percentages and percentiles', () => {
    expect([0, 0.1, 0.999, 1].map(formatPercent)).toEqual(['0%', '10%', '99.9%', '100%']);
    expect(formatPercentile(0.999)).toBe('p99.9');
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(fc.property(fraction, (value) => parsePercent(formatPercent(value)) === value));
  });
});
