import { acquireLease, type LatencyMap, read, releaseLease, write } from '../../../src/index.js';
import { correct } from '../entry.js';

export default correct(
  'a lease: of a process that crashes it runs out, and the others go on',
  { processes: 2, crash: 'process' },
  {
    *record(event, context) {
      const token: number = yield acquireLease('lease', 10);
      const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
      yield releaseLease('lease', token);
    },
  },
);
