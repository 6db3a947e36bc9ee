import { DeploymentStats, increment, read, tiered } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'adds to a sum and a count in the shared copy, and reads them through the memory of its process',
  'stale-view',
  { store: tiered(60) },
  {
    *record(event, context) {
      yield increment('sum', event.latency_s, context.ttl_s);
      yield increment('count', 1, context.ttl_s);
    },
    *view(context) {
      const sum: number | undefined = yield read('sum');
      const count: number | undefined = yield read('count');
      const map = context.emptyMap();
      if (sum === undefined || count === undefined) return map;
      map.set(context.deployments[0] as string, new DeploymentStats([sum / count]));
      return map;
    },
  },
);
