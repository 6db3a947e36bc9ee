import { acquire, type LatencyMap, read, release, tiered, write } from '../../../src/index.js';
import { correct } from '../entry.js';

export default correct(
  'looks into the memory of its process, which its own writes pass through',
  { store: tiered(60), samplesPerTask: 2 },
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
