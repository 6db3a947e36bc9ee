import {
  acquireLease,
  type LatencyMap,
  read,
  releaseLease,
  tiered,
  write,
} from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'has a lease, but reads the memory of its process',
  'lost-update',
  { store: tiered(60), processes: 2, tasks: 3 },
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
