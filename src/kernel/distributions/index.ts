import { constantKind } from './constant.js';
import { empiricalKind } from './empirical.js';
import { exponentialKind } from './exponential.js';
import type { DistributionKind } from './kind.js';
import { lognormalKind } from './lognormal.js';

/** Every distribution that a scenario may name, in the order in which people are shown them. */
export const DISTRIBUTIONS: readonly DistributionKind[] = [
  lognormalKind,
  constantKind,
  exponentialKind,
  empiricalKind,
];
