import { acquire, type LatencyMap, read, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'takes the lock to look, and keeps it',
  'lock-left-held',
  { select: true, tasks: 1 },
  {
    *record(event, context) {
      const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
    },
    *view(context) {
      yield acquire('lock');
      return yield read(context.key);
    },
  },
);
