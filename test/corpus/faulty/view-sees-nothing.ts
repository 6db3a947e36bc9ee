import { type LatencyMap, read, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'writes under one key and reads another',
  'lost-update',
  { tasks: 1 },
  {
    *record(event, context) {
      const map: LatencyMap = (yield read('elsewhere')) ?? context.emptyMap();
      context.add(map, event);
      yield write('elsewhere', map, context.ttl_s);
    },
  },
);
