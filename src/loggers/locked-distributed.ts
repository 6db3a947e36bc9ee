import { acquireLease, releaseLease } from '../effects/effects.js';
import type { Logger } from '../strategies/lowest-latency/logger.js';
import { readMap, readModifyWrite } from './unlocked.js';

/**
 * A lease per model group in the shared store. It excludes the other processes too, at two more
 * round trips; a holder that outlives its lease can still overwrite its successor.
 */
export const lockedDistributed: Logger = {
  name: 'locked-distributed',
  summary: 'a lease per model group in the shared store',
  *record(event, context) {
    const lease = `${context.key}:lease`;
    const token: number = yield acquireLease(lease, context.options.lease_s);
    try {
      yield* readModifyWrite(event, context);
    } finally {
      yield releaseLease(lease, token);
    }
  },
  view: readMap,
};
