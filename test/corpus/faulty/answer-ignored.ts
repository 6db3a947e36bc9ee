import { compareAndSet, type LatencyMap, readVersion, type Versioned } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'does not look at whether its write was refused',
  'lost-update',
  {},
  {
    *record(event, context) {
      const { value, version }: Versioned = yield readVersion(context.key);
      const map = (value as LatencyMap | undefined) ?? context.emptyMap();
      context.add(map, event);
      yield compareAndSet(context.key, version, map, context.ttl_s);
    },
  },
);
