import { acquire, type LatencyMap, read, release, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'records the first sample of a deployment only',
  'lost-update',
  {},
  {
    *record(event, context) {
      yield acquire('lock');
      const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
      if (map.get(event.deployment) === undefined) {
        context.add(map, event);
        yield write(context.key, map, context.ttl_s);
      }
      yield release('lock');
    },
  },
);
