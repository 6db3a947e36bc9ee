import { acquire, release } from '../effects/effects.js';
import type { Logger } from '../strategies/lowest-latency/logger.js';
import { readMap, readModifyWrite } from './unlocked.js';

const LOCK = 'all model groups';

/** One lock per process for all model groups, as the analysis in LiteLLM #24720 suggests. */
export const lockedGlobal: Logger = {
  name: 'locked-global',
  summary: 'one lock in each process for all model groups',
  *record(event, context) {
    yield acquire(LOCK);
    try {
      yield* readModifyWrite(event, context);
    } finally {
      yield release(LOCK);
    }
  },
  view: readMap,
};
