import { type LatencyMap, read, sleep, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'sees that the flag is free, then sets it: two can',
  'lost-update',
  {},
  {
    *record(event, context) {
      while ((yield read('flag')) === 'taken') yield sleep(0.1);
      yield write('flag', 'taken', 60);
      const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
      yield write('flag', 'free', 60);
    },
  },
);
