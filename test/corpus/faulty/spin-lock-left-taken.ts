import {
  compareAndSet,
  type LatencyMap,
  read,
  readVersion,
  sleep,
  type Versioned,
  write,
} from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'sets a flag as a lock, and does not take it away',
  'endless-loop',
  {},
  {
    *record(event, context) {
      for (;;) {
        const { value, version }: Versioned = yield readVersion('flag');
        if (value !== 'taken' && (yield compareAndSet('flag', version, 'taken', 60))) break;
        yield sleep(0.1);
      }
      const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
    },
  },
);
