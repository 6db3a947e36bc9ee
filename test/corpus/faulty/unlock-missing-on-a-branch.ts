import { acquire, type LatencyMap, read, release, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'keeps the lock where the map is there already',
  'lock-left-held',
  {},
  {
    *record(event, context) {
      yield acquire('lock');
      const map: LatencyMap | undefined = yield read(context.key);
      const next = map ?? context.emptyMap();
      context.add(next, event);
      yield write(context.key, next, context.ttl_s);
      if (map === undefined) yield release('lock');
    },
  },
);
