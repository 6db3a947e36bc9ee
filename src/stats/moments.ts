/** How far rounding alone may put values apart that are the same. */
export const ROUNDING = 1e-12;

export interface Moments {
  readonly mean: number;
  /** The standard deviation, corrected for the sample's size; 0 below two values. */
  readonly deviation: number;
  /** The same of the skewness (G1); 0 below three values. */
  readonly skewness: number;
  /** Whether all values are the same. */
  readonly constant: boolean;
}

/** The mean; 0 without values. */
export function meanOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}

/** Mean, spread and skewness of values. */
export function momentsOf(values: readonly number[]): Moments {
  const n = values.length;
  const mean = meanOf(values);
  let squares = 0;
  let cubes = 0;
  let spread = 0;
  for (const value of values) {
    const distance = value - mean;
    squares += distance * distance;
    cubes += distance * distance * distance;
    spread = Math.max(spread, Math.abs(distance));
  }
  const constant = spread <= ROUNDING * Math.max(1, Math.abs(mean));
  const variance = squares / n;
  const correction = n < 3 ? 0 : Math.sqrt(n * (n - 1)) / (n - 2);
  return {
    mean,
    deviation: n < 2 ? 0 : Math.sqrt(squares / (n - 1)),
    skewness: constant ? 0 : (correction * (cubes / n)) / (variance * Math.sqrt(variance)),
    constant,
  };
}
