import { describe, expect, test } from 'vitest';
import { type Stream, Streams } from '../../src/kernel/random.js';
import { correlation, kolmogorovSmirnov, kolmogorovSmirnovLimit } from './samples.js';

const N = 20_000;
const service = (seed: number, replication: number): Stream =>
  new Streams(seed, replication).stream('service', '0');
const draw = (stream: Stream, n = N): number[] => Array.from({ length: n }, () => stream());

/** Streams that differ in a single part of their name. */
const NAMED: readonly (readonly [string, Stream])[] = [
  ['seed 1', new Streams(1, 0).stream('service', '0')],
  ['seed 2', new Streams(2, 0).stream('service', '0')],
  ['a large seed', new Streams(2 ** 53 - 1, 0).stream('service', '0')],
  ['replication 1', new Streams(1, 1).stream('service', '0')],
  ['replication 2', new Streams(1, 2).stream('service', '0')],
  ['replication 10', new Streams(1, 10).stream('service', '0')],
  ['another purpose', new Streams(1, 0).stream('choice', '0')],
  ['another model group', new Streams(1, 0).stream('service', '1')],
  ['seed 10 of replication 0', new Streams(10, 0).stream('service', '0')],
];
const DRAWN = NAMED.map(([name, stream]) => [name, draw(stream)] as const);

/** The i-th pair of streams that differ in one part of their name. */
const PAIRS: readonly (readonly [string, (i: number) => readonly [Stream, Stream]])[] = [
  ['seed', (i) => [service(i, 0), service(i + 1, 0)]],
  ['replication', (i) => [service(1, i), service(1, i + 1)]],
  ['purpose', (i) => [service(i, 0), new Streams(i, 0).stream('choice', '0')]],
  ['model group', (i) => [service(i, 0), new Streams(i, 0).stream('service', '1')]],
  ['seed and replication, swapped', (i) => [service(i, i + 1), service(i + 1, i)]],
];

describe('streams of luck are independent and uniform', () => {
  test.each(DRAWN)('%s: strictly between 0 and 1, and uniform', (_, values) => {
    expect(values.every((u) => u > 0 && u < 1)).toBe(true);
    expect(kolmogorovSmirnov(values)).toBeLessThan(kolmogorovSmirnovLimit(N));
  });

  test.each(DRAWN)('%s: a number says nothing about the next ones', (_, values) => {
    for (const lag of [1, 2, 3, 8]) {
      // Four standard deviations of the correlation of independent values.
      const r = correlation(values.slice(lag), values.slice(0, N - lag));
      expect(Math.abs(r)).toBeLessThan(4 / Math.sqrt(N));
    }
  });

  test.each(DRAWN)('%s: pairs fill the unit square evenly', (_, values) => {
    const cells = new Array<number>(100).fill(0);
    for (let i = 0; i + 1 < N; i += 2) {
      const cell =
        10 * Math.floor(10 * (values[i] as number)) + Math.floor(10 * (values[i + 1] as number));
      cells[cell] = (cells[cell] as number) + 1;
    }
    const expected = N / 200;
    const chiSquare = cells.reduce(
      (sum, n) => sum + ((n - expected) * (n - expected)) / expected,
      0,
    );
    // The 99.9th percentile of chi-square with 99 degrees of freedom.
    expect(chiSquare).toBeLessThan(148.23);
  });

  /*
   * Of many pairs some are far apart by chance, so it is the distribution of the correlations that
   * is tested: over independent streams, r sqrt(n) is standard normal.
   */
  test.each(PAIRS)('streams that differ in %s are unrelated', (_, pair) => {
    const pairs = 300;
    const n = 5000;
    const scores = Array.from({ length: pairs }, (_, i) => {
      const [a, b] = pair(i);
      return correlation(draw(a, n), draw(b, n)) * Math.sqrt(n);
    });
    const mean = scores.reduce((sum, z) => sum + z, 0) / pairs;
    const variance = scores.reduce((sum, z) => sum + z * z, 0) / pairs;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(pairs));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / pairs));
    // Beyond five lie 6 in 10 million: one in 5,000 such tests.
    expect(Math.max(...scores.map((z) => Math.abs(z)))).toBeLessThan(5);
  });

  test('the first numbers of many replications are uniform and unrelated', () => {
    const firsts = Array.from({ length: N }, (_, i) => new Streams(1, i).stream('service', '0')());
    expect(kolmogorovSmirnov(firsts)).toBeLessThan(kolmogorovSmirnovLimit(N));
    const r = correlation(firsts.slice(1), firsts.slice(0, N - 1));
    expect(Math.abs(r)).toBeLessThan(4 / Math.sqrt(N));
  });
});
