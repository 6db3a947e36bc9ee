import { compareAndSet, type LatencyMap, readVersion, type Versioned } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'tries again with the map it read first',
  'lost-update',
  {},
  {
    *record(event, context) {
      let map: LatencyMap | undefined;
      for (;;) {
        const { value, version }: Versioned = yield readVersion(context.key);
        map ??= (value as LatencyMap | undefined) ?? context.emptyMap();
        const next = map.copy();
        context.add(next, event);
        if (yield compareAndSet(context.key, version, next, context.ttl_s)) return;
      }
    },
  },
);
