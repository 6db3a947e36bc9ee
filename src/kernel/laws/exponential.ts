import type { Law } from './law.js';

/** Memoryless: density exp(-x / mean) / mean. */
export function exponential(mean: number): Law {
  return { mean, quantile: (u) => -mean * Math.log(1 - u) };
}
