import { acquire, type LatencyMap, read, release, write } from '../../../src/index.js';
import { correct } from '../entry.js';

export default correct(
  'two locks, always in the same order',
  { tasks: 3 },
  {
    *record(event, context) {
      yield acquire('a');
      try {
        yield acquire('b');
        try {
          const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
          context.add(map, event);
          yield write(context.key, map, context.ttl_s);
        } finally {
          yield release('b');
        }
      } finally {
        yield release('a');
      }
    },
  },
);
