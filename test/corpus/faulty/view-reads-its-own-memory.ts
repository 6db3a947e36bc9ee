import {
  compareAndSet,
  type LatencyMap,
  readVersion,
  tiered,
  type Versioned,
} from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'writes past the memory of its process, and looks into that memory',
  'stale-view',
  { store: tiered(60), tasks: 3 },
  {
    *record(event, context) {
      for (;;) {
        const { value, version }: Versioned = yield readVersion(context.key);
        const map = (value as LatencyMap | undefined) ?? context.emptyMap();
        context.add(map, event);
        if (yield compareAndSet(context.key, version, map, context.ttl_s)) return;
      }
    },
  },
);
