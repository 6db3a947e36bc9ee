import { DeploymentStats, increment, readMany } from '../../../src/index.js';
import { correct } from '../entry.js';

export default correct(
  'a sum and a count, each added to in the store',
  { tasks: 3, processes: 2 },
  {
    *record(event, context) {
      yield increment('sum', event.latency_s, context.ttl_s);
      yield increment('count', 1, context.ttl_s);
    },
    *view(context) {
      const [sum, count]: (number | undefined)[] = yield readMany(['sum', 'count']);
      if (sum === undefined || count === undefined) return undefined;
      const map = context.emptyMap();
      map.set(context.deployments[0] as string, new DeploymentStats([sum / count]));
      return map;
    },
  },
  'there is one deployment',
);
