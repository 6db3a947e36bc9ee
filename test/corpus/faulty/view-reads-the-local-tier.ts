import {
  compareAndSet,
  type LatencyMap,
  read,
  readVersion,
  tiered,
  type Versioned,
} from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'writes to the shared copy, and never looks there',
  'stale-view',
  { store: tiered(60), tasks: 1 },
  {
    *record(event, context) {
      for (;;) {
        const { value, version }: Versioned = yield readVersion(context.key);
        const map = (value as LatencyMap | undefined) ?? context.emptyMap();
        context.add(map, event);
        if (yield compareAndSet(context.key, version, map, context.ttl_s)) return;
      }
    },
    *view(context) {
      return yield read(context.key, 'local');
    },
  },
);
