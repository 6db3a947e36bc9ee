import { append, DeploymentStats, read, tiered } from '../../../src/index.js';
import { correct } from '../entry.js';

export default correct(
  'appends in the store, with a select under way, on two tiers',
  { store: tiered(60), tasks: 2, processes: 2, select: true },
  {
    *record(event, context) {
      yield append(event.deployment, event.latency_s, context.listSize, context.ttl_s);
    },
    *view(context) {
      const map = context.emptyMap();
      for (const id of context.deployments) {
        const list: number[] | undefined = yield read(id, 'shared');
        if (list !== undefined) map.set(id, new DeploymentStats(list));
      }
      return map;
    },
  },
);
