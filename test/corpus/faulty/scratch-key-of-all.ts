import { acquire, append, DeploymentStats, read, release, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'puts its sample down under a key that all use, before it takes the lock',
  'lost-update',
  { samples: 'distinct' },
  {
    *record(event, context) {
      yield write('scratch', event.latency_s, context.ttl_s);
      yield acquire('lock');
      const sample: number = yield read('scratch');
      const list: number[] = (yield read('list')) ?? [];
      if (!list.includes(sample)) yield append('list', sample, context.listSize, context.ttl_s);
      yield release('lock');
    },
    *view(context) {
      const list: number[] = (yield read('list')) ?? [];
      const map = context.emptyMap();
      map.set(context.deployments[0] as string, new DeploymentStats(list));
      return map;
    },
  },
);
