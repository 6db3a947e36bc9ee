import { acquire, DeploymentStats, read, release, write } from '../../../src/index.js';
import { correct } from '../entry.js';

export default correct(
  'a running mean, which rounds, shown as so many samples as it is of',
  { tasks: 3, samples: 'distinct', deployments: 'same' },
  {
    *record(event, context) {
      yield acquire('lock');
      try {
        const before: { mean: number; count: number } | undefined = yield read(event.deployment);
        const { mean, count } = before ?? { mean: 0, count: 0 };
        const next = mean + (event.latency_s - mean) / (count + 1);
        yield write(event.deployment, { mean: next, count: count + 1 }, context.ttl_s);
      } finally {
        yield release('lock');
      }
    },
    *view(context) {
      const map = context.emptyMap();
      for (const id of context.deployments) {
        const kept: { mean: number; count: number } | undefined = yield read(id);
        if (kept === undefined) continue;
        map.set(id, new DeploymentStats(new Array<number>(kept.count).fill(kept.mean)));
      }
      return map;
    },
  },
);
