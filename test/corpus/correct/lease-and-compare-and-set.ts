import {
  acquireLease,
  compareAndSet,
  type LatencyMap,
  readVersion,
  releaseLease,
  type Versioned,
} from '../../../src/index.js';
import { correct } from '../entry.js';

export default correct(
  'a lease against contention, and compare-and-set for when it runs out',
  { processes: 2, leaseRunOuts: 1 },
  {
    *record(event, context) {
      const token: number = yield acquireLease('lease', 10);
      for (;;) {
        const { value, version }: Versioned = yield readVersion(context.key);
        const map = (value as LatencyMap | undefined)?.copy() ?? context.emptyMap();
        context.add(map, event);
        if (yield compareAndSet(context.key, version, map, context.ttl_s)) break;
      }
      yield releaseLease('lease', token);
    },
  },
);
