import { acquire, type LatencyMap, read, release, sleep, write } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'takes two locks, in an order that depends on the deployment',
  'deadlock',
  { deployments: 'distinct' },
  {
    *record(event, context) {
      const first = event.deployment === context.deployments[0];
      yield acquire(first ? 'a' : 'b');
      yield sleep(0.1);
      yield acquire(first ? 'b' : 'a');
      const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
      yield release('a');
      yield release('b');
    },
  },
);
