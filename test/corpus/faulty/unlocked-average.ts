import { DeploymentStats, read, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'keeps an average without a lock',
  'lost-update',
  {},
  {
    *record(event, context) {
      const before: { sum: number; count: number } | undefined = yield read(event.deployment);
      const { sum, count } = before ?? { sum: 0, count: 0 };
      yield write(
        event.deployment,
        { sum: sum + event.latency_s, count: count + 1 },
        context.ttl_s,
      );
    },
    *view(context) {
      const map = context.emptyMap();
      for (const id of context.deployments) {
        const kept: { sum: number; count: number } | undefined = yield read(id);
        if (kept !== undefined) map.set(id, new DeploymentStats([kept.sum / kept.count]));
      }
      return map;
    },
  },
);
