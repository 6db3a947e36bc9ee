import type { DistributionSettings } from '../kernel/parameters.js';
import { exp, ln } from '../stats/elementary.js';
import { normalProbability } from '../stats/normal.js';
import { quantileOf } from './floats.js';
import { type QuantilePercent, quantilesOf } from './quantiles.js';

/** A distribution as a scenario offers it, in seconds or plain numbers. */
export type FittedDistribution =
  | { readonly distribution: 'constant'; readonly value: number }
  | { readonly distribution: 'exponential'; readonly mean: number }
  | { readonly distribution: 'lognormal'; readonly p50: number; readonly p95: number }
  | { readonly distribution: 'empirical'; readonly quantiles: readonly QuantilePercent[] };

/** The same as a resolved scenario has it. */
export function settingsOf(fitted: FittedDistribution): DistributionSettings {
  if (fitted.distribution !== 'empirical') return fitted;
  const points = fitted.quantiles.map(({ percent, value }) => ({
    fraction: Number(`${percent}e-2`),
    value,
  }));
  return { distribution: fitted.distribution, quantiles: points };
}

export interface Fit {
  readonly fitted: FittedDistribution;
  /** Values that it was fitted to. */
  readonly count: number;
  /** Of the values, nearest rank. */
  readonly p50: number;
  readonly p95: number;
  /** Kolmogorov-Smirnov: the largest distance of the two distribution functions, 0..1. */
  readonly distance: number;
}

/** Values within this part of their median count as equal: clocks are no better. */
const EQUAL = 0.005;

/**
 * A distribution with two parameters or fewer is taken if its distance is at most this. The first part is
 * what is tolerated of any number of values; the second about what chance makes of a true
 * distribution whose parameters come from the same values (Lilliefors 1967: the 5 % point of a normal is 0.886 / sqrt n).
 */
export function distanceBound(count: number): number {
  return 0.02 + 0.9 / Math.sqrt(count);
}

/**
 * Fits a distribution: constant where the values are equal, else the nearer of lognormal and exponential if
 * it is near enough, else quantiles.
 * @param sorted at least one value, ascending, none negative
 * @param step of whole numbers 1: a distribution is rounded to them; of times 0
 */
export function bestFit(sorted: Float64Array, step: 0 | 1 = 0): Fit {
  const count = sorted.length;
  const p50 = quantileOf(sorted, 0.5);
  const p95 = quantileOf(sorted, 0.95);
  const result = (fitted: FittedDistribution, distance: number): Fit => ({
    fitted,
    count,
    p50,
    p95,
    distance,
  });

  const range = sorted[count - 1]! - sorted[0]!;
  if (range <= EQUAL * p50) return result({ distribution: 'constant', value: rounded(p50) }, 0);

  let best: { readonly fitted: FittedDistribution; readonly distance: number } | undefined;
  for (const fitted of [lognormal(sorted), exponential(sorted)]) {
    if (fitted === undefined) continue;
    const distance = distanceOf(sorted, probabilityOf(fitted), step);
    if (best === undefined || distance < best.distance) best = { fitted, distance };
  }
  if (best !== undefined && best.distance <= distanceBound(count)) {
    return result(best.fitted, best.distance);
  }
  const quantiles = quantilesOf(sorted).map(({ percent, value }) => ({
    percent,
    value: step === 1 ? Number(value.toPrecision(6)) : rounded(value),
  }));
  const fitted: FittedDistribution = { distribution: 'empirical', quantiles };
  return result(fitted, distanceOf(sorted, probabilityOf(fitted), step));
}

/** Four digits are more than a fit knows. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** By maximum likelihood. */
function lognormal(sorted: Float64Array): FittedDistribution | undefined {
  if (sorted[0]! <= 0) return undefined;
  let sum = 0;
  for (const value of sorted) sum += ln(value);
  const mu = sum / sorted.length;
  let squares = 0;
  for (const value of sorted) squares += (ln(value) - mu) * (ln(value) - mu);
  const sigma = Math.sqrt(squares / sorted.length);
  const p50 = rounded(exp(mu));
  const p95 = rounded(exp(mu + Z95 * sigma));
  return p95 > p50 ? { distribution: 'lognormal', p50, p95 } : undefined;
}

/** The normal distribution's 95th percentile. */
const Z95 = 1.6448536269514722;

/** By maximum likelihood. */
function exponential(sorted: Float64Array): FittedDistribution | undefined {
  let sum = 0;
  for (const value of sorted) sum += value;
  const mean = rounded(sum / sorted.length);
  return mean > 0 ? { distribution: 'exponential', mean } : undefined;
}

/** A distribution function: the probability of at most x, and of less than x. */
interface Probability {
  atMost(x: number): number;
  below(x: number): number;
}

function probabilityOf(fitted: FittedDistribution): Probability {
  switch (fitted.distribution) {
    case 'constant':
      return {
        atMost: (x) => (x < fitted.value ? 0 : 1),
        below: (x) => (x <= fitted.value ? 0 : 1),
      };
    case 'exponential':
      return continuous((x) => 1 - exp(-x / fitted.mean));
    case 'lognormal': {
      const mu = ln(fitted.p50);
      const sigma = ln(fitted.p95 / fitted.p50) / Z95;
      return continuous((x) => normalProbability((ln(x) - mu) / sigma));
    }
    case 'empirical':
      return {
        atMost: (x) => fractionAt(fitted.quantiles, x, 'atMost'),
        below: (x) => fractionAt(fitted.quantiles, x, 'below'),
      };
  }
}

function continuous(of: (x: number) => number): Probability {
  const atMost = (x: number) => (x <= 0 ? 0 : of(x));
  return { atMost, below: atMost };
}

/** Of quantiles with straight lines between them; where several have one value, both its ends. */
export function fractionAt(
  quantiles: readonly QuantilePercent[],
  x: number,
  side: 'atMost' | 'below',
): number {
  const last = quantiles.length - 1;
  let i = 0;
  while (i <= last) {
    const { value } = quantiles[i] as QuantilePercent;
    if (side === 'atMost' ? value > x : value >= x) break;
    i += 1;
  }
  if (i === 0) return 0;
  if (i > last) return 1;
  const [a, b] = [quantiles[i - 1] as QuantilePercent, quantiles[i] as QuantilePercent];
  const within = b.value === a.value ? 0 : (x - a.value) / (b.value - a.value);
  return (a.percent + within * (b.percent - a.percent)) / 100;
}

function distanceOf(sorted: Float64Array, fitted: Probability, step: number): number {
  const { length } = sorted;
  let distance = 0;
  for (let i = 0; i < length; ) {
    const value = sorted[i]!;
    let end = i + 1;
    while (end < length && sorted[end] === value) end += 1;
    // A distribution that is rounded gives a whole number for all that is nearer to it than to others.
    const below = Math.abs(fitted.below(value - step / 2) - i / length);
    const atMost = Math.abs(fitted.atMost(value + step / 2) - end / length);
    distance = Math.max(distance, below, atMost);
    i = end;
  }
  return distance;
}
