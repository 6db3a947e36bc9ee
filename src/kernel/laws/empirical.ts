import type { Law } from './law.js';

/** One known point of a quantile function: a fraction 0..1 of the values lies below `value`. */
export interface QuantilePoint {
  readonly fraction: number;
  readonly value: number;
}

/**
 * A law known by some of its quantiles, straight lines between them.
 * @param points ascending in fraction, from 0 to 1, not descending in value
 */
export function fromQuantiles(points: readonly QuantilePoint[]): Law {
  const first = points[0];
  const last = points[points.length - 1];
  if (points.length < 2 || first?.fraction !== 0 || last?.fraction !== 1) {
    throw new RangeError('an empirical law needs its quantiles from p0 to p100');
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
export function fromValues(values: ArrayLike<number>): Law {
  if (values.length === 0) throw new RangeError('an empirical law needs at least one value');
  const sorted = Float64Array.from(values).sort();
  let sum = 0;
  for (const value of sorted) sum += value;
  return {
    mean: sum / sorted.length,
    quantile: (u) => sorted[Math.floor(u * sorted.length)]!,
  };
}
