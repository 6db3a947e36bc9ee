import {
  compareAndSet,
  type LatencyMap,
  read,
  readVersion,
  sleep,
  type Versioned,
  write,
} from '../../../src/index.js';
import { correct } from '../entry.js';

export default correct(
  'counts how often it looked before it had the flag, and waits the longer after it',
  {},
  {
    *record(event, context) {
      let looked = 0;
      for (;;) {
        const { value, version }: Versioned = yield readVersion('flag');
        if (value !== 'taken' && (yield compareAndSet('flag', version, 'taken', 60))) break;
        looked++;
        yield sleep(0.1);
      }
      try {
        const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
        context.add(map, event);
        yield write(context.key, map, context.ttl_s);
        if (looked > 5) yield sleep(looked);
      } finally {
        let isFree = false;
        try {
          yield write('flag', 'free', 60);
          isFree = true;
        } finally {
          // It may be the giving back that an exception hits.
          if (!isFree) yield write('flag', 'free', 60);
        }
      }
    },
  },
);
