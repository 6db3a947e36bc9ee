import { compareAndSet, type LatencyMap, readVersion, type Versioned } from '../../../src/index.js';
import { correct } from '../entry.js';

export default correct(
  'tries again until nobody came in between',
  { tasks: 3, expiries: 1 },
  {
    *record(event, context) {
      for (;;) {
        const { value, version }: Versioned = yield readVersion(context.key);
        const map = (value as LatencyMap | undefined)?.copy() ?? context.emptyMap();
        context.add(map, event);
        if (yield compareAndSet(context.key, version, map, context.ttl_s)) return;
      }
    },
    *view(context) {
      const { value }: Versioned = yield readVersion(context.key);
      return value as LatencyMap | undefined;
    },
  },
);
