import { acquire, type LatencyMap, read, release, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'a select that writes back what it has read, past the lock',
  'lost-update',
  { select: true },
  {
    *record(event, context) {
      yield acquire('lock');
      const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
      yield release('lock');
    },
    *view(context) {
      const map: LatencyMap | undefined = yield read(context.key);
      if (map !== undefined) yield write(context.key, map, context.ttl_s);
      return map;
    },
  },
);
