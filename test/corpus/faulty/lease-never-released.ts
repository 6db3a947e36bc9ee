import { acquireLease, type LatencyMap, read, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'lets its lease run out instead of releasing it',
  'lock-left-held',
  {},
  {
    *record(event, context) {
      yield acquireLease('lease', 10);
      const map: LatencyMap = (yield read(context.key, 'shared')) ?? context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
    },
  },
);
