import { DeploymentStats, read, write } from '../../../src/index.js';
import { correct } from '../entry.js';

export default correct(
  'a key per deployment, which nobody else writes',
  { tasks: 3, deployments: 'distinct', samplesPerTask: 2 },
  {
    *record(event, context) {
      const list: number[] = (yield read(event.deployment)) ?? [];
      yield write(event.deployment, [...list, event.latency_s], context.ttl_s);
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
  'a deployment has one request at a time',
);
