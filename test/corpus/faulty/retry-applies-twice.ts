import { append, DeploymentStats, type LatencyMap, read, readMany } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'takes a sample that somebody else has followed for one that was not written, and writes it again',
  'not-serializable',
  { samples: 'distinct' },
  {
    *record(event, context) {
      for (let attempt = 1; attempt <= 2; attempt++) {
        yield append('list', event.latency_s, context.listSize, context.ttl_s);
        const list: number[] = (yield read('list')) ?? [];
        if (list[list.length - 1] === event.latency_s) return;
      }
    },
    *view(context) {
      const [list]: [number[] | undefined] = yield readMany(['list']);
      const map: LatencyMap = context.emptyMap();
      map.set(context.deployments[0] as string, new DeploymentStats(list ?? []));
      return map;
    },
  },
);
