import type { Law } from './law.js';

/** Always the same value. */
export function constant(value: number): Law {
  return { mean: value, quantile: () => value };
}
