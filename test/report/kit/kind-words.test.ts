import { expect, it } from 'vitest';
import { distributionWords, kindWords } from '../../../src/report/kit/kind-words.js';
import { KINDS } from '../../../src/scenario/kinds.js';

const lognormal = (p50: number, p95: number) =>
  distributionWords({ distribution: 'lognormal', p50, p95 }, 'time', KINDS);
const poisson = (perMinute: number) =>
  kindWords(KINDS.loads, { kind: 'poisson', rate: perMinute / 60 }, KINDS);

it('has one unit in a distribution', () => {
  expect(lognormal(0.514, 0.79)).toBe('lognormal of P50 514ms and P95 790ms');
  expect(lognormal(1.622, 2.243)).toBe('lognormal of P50 1.622s and P95 2.243s');
});

it('writes a rate as a whole number where it is one, per second or minute', () => {
  expect(poisson(160)).toBe('Poisson arrivals, 160/min');
  expect(poisson(157.5)).toBe('Poisson arrivals, 157.5/min');
  expect(poisson(360)).toBe('Poisson arrivals, 6/s');
  expect(poisson(0.5)).toBe('Poisson arrivals, 30/h');
});
