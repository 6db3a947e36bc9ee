import { append, DeploymentStats, read, tiered } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'appends to a list in the shared copy, and reads it through the memory of its process',
  'stale-view',
  { store: tiered(60), processes: 2 },
  {
    *record(event, context) {
      yield append(event.deployment, event.latency_s, context.listSize, context.ttl_s);
    },
    *view(context) {
      const map = context.emptyMap();
      for (const id of context.deployments) {
        const list: number[] | undefined = yield read(id);
        if (list !== undefined) map.set(id, new DeploymentStats(list));
      }
      return map;
    },
  },
);
