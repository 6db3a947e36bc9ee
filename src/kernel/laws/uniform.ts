import type { Law } from './law.js';

/** Evenly between `low` and `high`. */
export function uniform(low: number, high: number): Law {
  return { mean: (low + high) / 2, quantile: (u) => low + (high - low) * u };
}
