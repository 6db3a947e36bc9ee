import {
  acquire,
  inProcess,
  type LatencyMap,
  read,
  release,
  sleep,
  write,
} from '../../../src/index.js';
import { correct } from '../entry.js';

export default correct(
  'waits while it holds the lock: nobody gets at the shared map meanwhile',
  { store: inProcess, tasks: 3, processes: 2, crash: 'task' },
  {
    *record(event, context) {
      yield acquire('lock');
      try {
        const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
        yield sleep(0.1);
        context.add(map, event);
        yield write(context.key, map, context.ttl_s);
      } finally {
        yield release('lock');
      }
    },
  },
);
