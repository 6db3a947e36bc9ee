import { acquire, type LatencyMap, read, release, tiered, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'writes the map of its process over the shared one, also when its own has expired',
  'lost-update',
  { store: tiered(60), expiries: 1 },
  {
    *record(event, context) {
      yield acquire('lock');
      try {
        const map: LatencyMap = (yield read(context.key, 'local')) ?? context.emptyMap();
        context.add(map, event);
        yield write(context.key, map, context.ttl_s);
      } finally {
        yield release('lock');
      }
    },
  },
);
