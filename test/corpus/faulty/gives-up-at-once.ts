import {
  ABANDONED,
  compareAndSet,
  type LatencyMap,
  readVersion,
  type Versioned,
} from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'does not try again',
  'abandoned',
  {},
  {
    *record(event, context) {
      const { value, version }: Versioned = yield readVersion(context.key);
      const map = (value as LatencyMap | undefined) ?? context.emptyMap();
      context.add(map, event);
      if (!(yield compareAndSet(context.key, version, map, context.ttl_s))) return ABANDONED;
      return undefined;
    },
  },
);
