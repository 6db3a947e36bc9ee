import { acquire, type LatencyMap, read, release, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'puts what it saw under a key of its own, and looks there first',
  'stale-view',
  {},
  {
    *record(event, context) {
      yield acquire('lock');
      const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
      yield release('lock');
    },
    *view(context) {
      const kept: LatencyMap | undefined = yield read('kept');
      if (kept !== undefined) return kept;
      const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
      yield write('kept', map, 5);
      return map;
    },
  },
);
