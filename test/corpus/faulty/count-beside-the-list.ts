import { append, DeploymentStats, read, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'appends to a list, but counts it with a read and a write',
  'not-serializable',
  {},
  {
    *record(event, context) {
      yield append('list', event.latency_s, context.listSize, context.ttl_s);
      const count: number = (yield read('count')) ?? 0;
      yield write('count', count + 1, context.ttl_s);
    },
    *view(context) {
      const list: number[] = (yield read('list')) ?? [];
      const map = context.emptyMap();
      map.set(context.deployments[0] as string, new DeploymentStats(list));
      return map;
    },
  },
);
