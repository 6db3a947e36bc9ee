import { acquire, type LatencyMap, read, release, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'locks the deployment, but writes the map of all of them',
  'lost-update',
  { deployments: 'distinct' },
  {
    *record(event, context) {
      yield acquire(event.deployment);
      const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
      yield release(event.deployment);
    },
  },
);
