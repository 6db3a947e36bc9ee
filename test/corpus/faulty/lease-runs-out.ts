import { acquireLease, type LatencyMap, read, releaseLease, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'writes without knowing whether it still has the lease',
  'lost-update',
  { leaseRunOuts: 1, processes: 2 },
  {
    *record(event, context) {
      const token: number = yield acquireLease('lease', 10);
      const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
      yield releaseLease('lease', token);
    },
  },
);
