import { append, DeploymentStats, read, sleep } from '../../../src/index.js';
import { correct } from '../entry.js';

export default correct(
  'looks twenty times for a flag that nobody sets, gets the same answer, and goes on without',
  {},
  {
    *record(event, context) {
      for (let i = 0; i < 20; i++) {
        if ((yield read('flag')) !== undefined) break;
        yield sleep(0.1);
      }
      yield append('list', event.latency_s, context.listSize, context.ttl_s);
    },
    *view(context) {
      const list: number[] = (yield read('list')) ?? [];
      const map = context.emptyMap();
      map.set(context.deployments[0] as string, new DeploymentStats(list));
      return map;
    },
  },
);
