import { acquire, release } from '../effects/effects.js';
import type { Logger } from '../strategies/lowest-latency/logger.js';
import { readMap, readModifyWrite } from './unlocked.js';

/** LiteLLM PR #24726: an asyncio.Lock per model group, in each process. Selects do not take it. */
export const locked: Logger = {
  name: 'locked',
  summary: 'a lock per model group in each process (PR #24726)',
  *record(event, context) {
    yield acquire(context.key);
    try {
      yield* readModifyWrite(event, context);
    } finally {
      yield release(context.key);
    }
  },
  view: readMap,
};
