import { acquire, type LatencyMap, read, release, write } from '../../../src/index.js';
import { correct } from '../entry.js';

export default correct(
  'reads without the lock to see, and again under it to write',
  { tasks: 3 },
  {
    *record(event, context) {
      yield read(context.key);
      yield acquire('lock');
      try {
        const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
        context.add(map, event);
        yield write(context.key, map, context.ttl_s);
      } finally {
        yield release('lock');
      }
    },
  },
);
