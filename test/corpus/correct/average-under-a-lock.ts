import { acquire, DeploymentStats, read, release, write } from '../../../src/index.js';
import { correct } from '../entry.js';

export default correct(
  'an average per deployment, under a lock',
  { tasks: 3 },
  {
    *record(event, context) {
      yield acquire('lock');
      try {
        const before: { sum: number; count: number } | undefined = yield read(event.deployment);
        const { sum, count } = before ?? { sum: 0, count: 0 };
        yield write(
          event.deployment,
          { sum: sum + event.latency_s, count: count + 1 },
          context.ttl_s,
        );
      } finally {
        yield release('lock');
      }
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
