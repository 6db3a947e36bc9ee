import type { QuantilePoint } from '../parameters.js';
import type { Distribution } from './distribution.js';
import { distributionKind } from './kind.js';

/**
 * A distribution known by some of its quantiles, straight lines between them.
 * @param points ascending in fraction, from 0 to 1, not descending in value
 */
export function fromQuantiles(points: readonly QuantilePoint[]): Distribution {
  const first = points[0];
  const last = points[points.length - 1];
  if (first?.fraction !== 0 || last?.fraction !== 1) {
    throw new RangeError('an empirical distribution needs its quantiles from p0 to p100');
  }
  let mean = 0;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1] as QuantilePoint, points[i] as QuantilePoint];
    mean += ((b.fraction - a.fraction) * (a.value + b.value)) / 2;
  }
  const quantile = (u: number): number => {
    let low = 0;
    let high = points.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((points[middle] as QuantilePoint).fraction <= u) low = middle;
      else high = middle;
    }
    const [a, b] = [points[low] as QuantilePoint, points[high] as QuantilePoint];
    return a.value + ((u - a.fraction) / (b.fraction - a.fraction)) * (b.value - a.value);
  };
  return { mean, quantile };
}

/** The empirical distribution of observed values: each is drawn equally often. */
export function fromValues(values: ArrayLike<number>): Distribution {
  if (values.length === 0)
    throw new RangeError('an empirical distribution needs at least one value');
  const sorted = Float64Array.from(values).sort();
  let sum = 0;
  for (const value of sorted) sum += value;
  return {
    mean: sum / sorted.length,
    quantile: (u) => sorted[Math.floor(u * sorted.length)]!,
  };
}

export const empiricalKind = distributionKind({
  name: 'empirical',
  says: 'Empirical, from quantiles or from a file of sample values.',
  parameters: {
    quantiles: {
      type: 'quantiles',
      says: 'Values at percentiles p0 to p100 (decimals allowed: p99.9), ascending.',
    },
    file: { type: 'file', holds: 'values', says: 'File of sample values, one per line.' },
  },
  forms: [['quantiles'], ['file']],
  oneForm: 'an empirical distribution takes one source',
  words: (texts) => ('file' in texts ? `values of ${texts.file}` : `quantiles ${texts.quantiles}`),
  create: (settings) =>
    'file' in settings ? fromValues(settings.file) : fromQuantiles(settings.quantiles),
});
