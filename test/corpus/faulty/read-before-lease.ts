import { acquireLease, type LatencyMap, read, releaseLease, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'reads before it has the lease',
  'lost-update',
  { processes: 2 },
  {
    *record(event, context) {
      const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
      const token: number = yield acquireLease('lease', 10);
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
      yield releaseLease('lease', token);
    },
  },
);
