import { acquire, type LatencyMap, read, release, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'releases the lock before it writes',
  'lost-update',
  {},
  {
    *record(event, context) {
      yield acquire('lock');
      const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
      yield release('lock');
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
    },
  },
);
