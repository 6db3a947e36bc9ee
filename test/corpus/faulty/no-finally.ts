import { acquire, type LatencyMap, read, release, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'releases the lock, but not when an exception comes in between',
  'deadlock',
  { crash: 'task' },
  {
    *record(event, context) {
      yield acquire('lock');
      const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
      yield release('lock');
    },
  },
);
