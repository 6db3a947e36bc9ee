import { burstsKind } from './bursts.js';
import { closedKind } from './closed.js';
import type { LoadKind } from './load.js';
import { poissonKind } from './poisson.js';
import { recordedKind } from './recorded.js';
import { uniformKind } from './uniform.js';

/** Every load that a scenario may name, in the order in which people are shown them. */
export const LOADS: readonly LoadKind[] = [
  burstsKind,
  poissonKind,
  uniformKind,
  closedKind,
  recordedKind,
];
