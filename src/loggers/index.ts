import type { Logger } from '../strategies/lowest-latency/logger.js';
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

/** Their names. */
export const LOGGER_NAMES: readonly string[] = LOGGERS.map(({ name }) => name);

/** The shipped logger of this name. @throws RangeError where there is none */
export function loggerNamed(name: string): Logger {
  const found = LOGGERS.find((logger) => logger.name === name);
  if (found === undefined) throw new RangeError(`no logger is called '${name}'`);
  return found;
}
