import {
  compareAndSet,
  inProcess,
  type LatencyMap,
  readVersion,
  sleep,
  type Versioned,
} from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'changes the stored map itself, so that a refused write has taken place all the same',
  'not-serializable',
  { store: inProcess, tasks: 3 },
  {
    *record(event, context) {
      for (;;) {
        const { value, version }: Versioned = yield readVersion(context.key);
        const map = (value as LatencyMap | undefined) ?? context.emptyMap();
        yield sleep(0.1);
        context.add(map, event);
        if (yield compareAndSet(context.key, version, map, context.ttl_s)) return;
      }
    },
  },
);
