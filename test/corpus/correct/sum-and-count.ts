import { DeploymentStats, increment, readMany } from '../../../src/index.js';
import { correct } from '../entry.js';

export default correct(
  'a sum and a count per deployment, each added to in the store',
  { tasks: 3, processes: 2 },
  {
    *record(event, context) {
      yield increment(`${event.deployment}:sum`, event.latency_s, context.ttl_s);
      yield increment(`${event.deployment}:count`, 1, context.ttl_s);
    },
    *view(context) {
      const map = context.emptyMap();
      for (const id of context.deployments) {
        const [sum, count]: (number | undefined)[] = yield readMany([`${id}:sum`, `${id}:count`]);
        if (sum === undefined || count === undefined) continue;
        map.set(id, new DeploymentStats([sum / count]));
      }
      return map;
    },
  },
);
