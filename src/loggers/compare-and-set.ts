import type { Versioned } from '../effects/effects.js';
import { compareAndSet, readVersion } from '../effects/effects.js';
import { ABANDONED } from '../model/strategy.js';
import type { LatencyMap } from '../strategies/lowest-latency/latency-map.js';
import type { Logger } from '../strategies/lowest-latency/logger.js';

/**
 * Optimistic: writes only if nobody has written since it read, and otherwise starts again, at
 * most `retries` times. Of n concurrent writers one succeeds per round, so n - 1 retries suffice
 * where all start together; the default of 64 covers a burst of 40 with room for a second wave.
 */
export const compareAndSetLogger: Logger = {
  name: 'compare-and-set',
  summary: 'writes only if nobody has written since, else tries again',
  *record(event, context) {
    for (let attempt = 0; attempt <= context.options.retries; attempt++) {
      const { value, version }: Versioned = yield readVersion(context.key);
      // A copy, because a store without copies hands out the stored map itself.
      const map = (value as LatencyMap | undefined)?.copy() ?? context.emptyMap();
      context.add(map, event);
      if (yield compareAndSet(context.key, version, map, context.ttl_s)) return;
    }
    return ABANDONED;
  },
  *view(context) {
    const { value }: Versioned = yield readVersion(context.key);
    return value as LatencyMap | undefined;
  },
};
