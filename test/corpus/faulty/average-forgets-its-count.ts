import { acquire, DeploymentStats, read, release, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'halves between the average and each new sample, however many there were',
  'lost-update',
  { tasks: 3 },
  {
    *record(event, context) {
      yield acquire('lock');
      const average: number | undefined = yield read(event.deployment);
      const next = average === undefined ? event.latency_s : (average + event.latency_s) / 2;
      yield write(event.deployment, next, context.ttl_s);
      yield release('lock');
    },
    *view(context) {
      const map = context.emptyMap();
      for (const id of context.deployments) {
        const average: number | undefined = yield read(id);
        if (average !== undefined) map.set(id, new DeploymentStats([average]));
      }
      return map;
    },
  },
);
