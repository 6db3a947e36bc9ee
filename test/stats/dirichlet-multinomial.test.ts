import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Stream, Streams } from '../../src/kernel/random.js';
import { DirichletMultinomial, fitDistribution } from '../../src/stats/dirichlet-multinomial.js';

/** Counts by Pólya's urn: after each draw its group becomes likelier. */
function draw({ shares, precision }: DirichletMultinomial, requests: number, luck: Stream) {
  const counts = shares.map(() => 0);
  for (let i = 0; i < requests; i++) {
    let left = luck();
    const last = shares.length - 1;
    for (let g = 0; g <= last; g++) {
      const share = shares[g] as number;
      const own = counts[g] as number;
      left -=
        precision === Number.POSITIVE_INFINITY
          ? share
          : (share * precision + own) / (precision + i);
      if (left >= 0 && g < last) continue;
      counts[g] = own + 1;
      break;
    }
  }
  return counts;
}

const draws = (truth: DirichletMultinomial, requests: number, times: number, key: string) => {
  const luck = new Streams(1, 0).stream('draws', key);
  return Array.from({ length: times }, () => draw(truth, requests, luck));
};

const shares = fc.double({ min: 0.02, max: 0.98, noNaN: true });
const precision = fc.constantFrom(0.5, 3, 40, 1e4, Number.POSITIVE_INFINITY);

describe('the Dirichlet-multinomial', () => {
  test('of two groups sums to 1', () => {
    fc.assert(
      fc.property(shares, precision, fc.integer({ min: 1, max: 60 }), (share, A, total) => {
        const law = new DirichletMultinomial([share, 1 - share], A);
        let sum = 0;
        for (let x = 0; x <= total; x++) sum += Math.exp(law.logProbability([x, total - x]));
        expect(sum).toBeCloseTo(1, 8);
      }),
      { numRuns: 50 },
    );
  });

  test('is the multinomial without over-dispersion', () => {
    const law = new DirichletMultinomial([0.2, 0.3, 0.5], Number.POSITIVE_INFINITY);
    // 5! / (1! 2! 2!) 0.2 0.3^2 0.5^2
    expect(Math.exp(law.logProbability([1, 2, 2]))).toBeCloseTo(30 * 0.2 * 0.09 * 0.25, 12);
    const nearly = new DirichletMultinomial([0.2, 0.3, 0.5], 1e9);
    expect(nearly.logProbability([1, 2, 2])).toBeCloseTo(law.logProbability([1, 2, 2]), 5);
  });

  test('of precision 2 and even shares is uniform over the splits', () => {
    const law = new DirichletMultinomial([0.5, 0.5], 2);
    for (let x = 0; x <= 9; x++) expect(law.logProbability([x, 9 - x])).toBeCloseTo(-Math.log(10));
    expect(law.pValue([0, 9])).toBeCloseTo(1);
  });
});

describe('the p-value', () => {
  test('of a fair coin: both tails', () => {
    const coin = new DirichletMultinomial([0.5, 0.5], Number.POSITIVE_INFINITY);
    expect(coin.pValue([5, 5])).toBeCloseTo(1, 12);
    expect(coin.pValue([0, 10])).toBeCloseTo(2 / 1024, 12);
    expect(coin.pValue([9, 1])).toBeCloseTo(22 / 1024, 12);
  });

  test.each([
    ['two groups', [0.3, 0.7]],
    ['three groups', [0.2, 0.3, 0.5]],
  ])('of %s is below 1 % in no more than 1 % of cases', (key, means) => {
    const law = new DirichletMultinomial(means, 60);
    const rare = draws(law, 100, 2000, key).filter((counts) => law.pValue(counts) < 0.01).length;
    // Mean of at most 20, standard deviation of at most 4.5.
    expect(rare).toBeLessThan(34);
    expect(rare).toBeGreaterThan(2);
  });
});

describe('a fit', () => {
  test('finds shares and precision again', () => {
    const truth = new DirichletMultinomial([0.2, 0.3, 0.5], 50);
    const found = fitDistribution(draws(truth, 400, 500, 'fit'));
    for (const [g, share] of found.shares.entries()) {
      expect(Math.abs(share - (truth.shares[g] as number))).toBeLessThan(0.01);
    }
    expect(Math.abs(Math.log(found.precision / truth.precision))).toBeLessThan(0.2);
  });

  test('of counts that vary no more than the multinomial is the multinomial', () => {
    const same = Array.from({ length: 200 }, () => [20, 80]);
    expect(fitDistribution(same).precision).toBe(Number.POSITIVE_INFINITY);
  });

  test('leaves a group that was never chosen a small chance', () => {
    const never = Array.from({ length: 200 }, () => [0, 40]);
    const law = fitDistribution(never);
    expect(law.shares[0]).toBeCloseTo(0.5 / 8001, 10);
    expect(law.logProbability([1, 39])).toBeGreaterThan(-10);
    expect(law.pValue([4, 36])).toBeLessThan(1e-6);
  });

  test('of shares that are all or nothing is as wide as that', () => {
    const extremes = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? [0, 40] : [40, 0]));
    const law = fitDistribution(extremes);
    expect(law.precision).toBeLessThan(0.2);
    expect(law.pValue([40, 0])).toBeGreaterThan(0.3);
  });
});

test('a million requests are no burden to the exact p-value', () => {
  const law = new DirichletMultinomial([0.2, 0.8], 1000);
  const [n, sd] = [1e6, Math.sqrt(0.2 * 0.8 * 1e6 * ((1e6 + 1000) / 1001))];
  // Two standard deviations of what is nearly a normal distribution.
  expect(
    Math.abs(law.pValue([0.2 * n - 2 * sd, 0.8 * n + 2 * sd].map(Math.round)) - 0.0455),
  ).toBeLessThan(0.003);
});
