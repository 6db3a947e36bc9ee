import { acquire, type LatencyMap, read, release, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'takes the lock when it has read already',
  'lost-update',
  {},
  {
    *record(event, context) {
      const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
      yield acquire('lock');
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
      yield release('lock');
    },
  },
);
