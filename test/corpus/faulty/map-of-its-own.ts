import { acquire, type LatencyMap, read, release, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'writes a map with its own deployment alone',
  'lost-update',
  { deployments: 'distinct' },
  {
    *record(event, context) {
      yield acquire('lock');
      const map: LatencyMap | undefined = yield read(context.key);
      const next = context.emptyMap();
      const own = map?.get(event.deployment);
      if (own !== undefined) next.set(event.deployment, own);
      context.add(next, event);
      yield write(context.key, next, context.ttl_s);
      yield release('lock');
    },
  },
);
