import { ln } from '../../stats/elementary.js';
import type { Distribution } from './distribution.js';
import { distributionKind } from './kind.js';

/** Memoryless: density exp(-x / mean) / mean. */
export function exponential(mean: number): Distribution {
  return { mean, quantile: (u) => -mean * ln(1 - u) };
}

export const exponentialKind = distributionKind({
  name: 'exponential',
  says: 'Exponential.',
  parameters: { mean: { type: 'quantity', positive: true, says: 'Mean of the values.' } },
  words: ({ mean }) => `exponential of mean ${mean}`,
  create: ({ mean }) => exponential(mean),
});
