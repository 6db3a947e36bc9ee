import { acquire, type LatencyMap, read, release, write } from '../../../src/index.js';
import { correct } from '../entry.js';

export default correct(
  "a lock that is given back in a 'finally'",
  { tasks: 3, crash: 'task' },
  {
    *record(event, context) {
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
