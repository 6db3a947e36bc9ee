import type { Logger } from '../model/logger.js';
import { atomic } from './atomic.js';
import { compareAndSetLogger } from './compare-and-set.js';
import { locked } from './locked.js';
import { lockedDistributed } from './locked-distributed.js';
import { lockedGlobal } from './locked-global.js';
import { unlocked } from './unlocked.js';

/** The shipped loggers, the defect first. */
export const LOGGERS: readonly Logger[] = [
  unlocked,
  locked,
  lockedGlobal,
  lockedDistributed,
  atomic,
  compareAndSetLogger,
];
