import {
  compareAndSet,
  type LatencyMap,
  read,
  readVersion,
  tiered,
  type Versioned,
} from '../../../src/index.js';
import { correct } from '../entry.js';

export default correct(
  'writes to the shared copy and looks there, whatever the memory of the process has',
  { store: tiered(60), processes: 2, tasks: 3, select: true },
  {
    *record(event, context) {
      for (;;) {
        const { value, version }: Versioned = yield readVersion(context.key);
        const map = (value as LatencyMap | undefined) ?? context.emptyMap();
        context.add(map, event);
        if (yield compareAndSet(context.key, version, map, context.ttl_s)) return;
      }
    },
    *view(context) {
      return yield read(context.key, 'shared');
    },
  },
);
