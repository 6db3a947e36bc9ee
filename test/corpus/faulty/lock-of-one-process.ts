import { acquire, type LatencyMap, read, release, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'has a lock that the other process does not',
  'lost-update',
  { processes: 2 },
  {
    *record(event, context) {
      yield acquire('lock');
      const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
      yield release('lock');
    },
  },
);
