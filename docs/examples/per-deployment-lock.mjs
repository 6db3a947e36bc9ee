import { acquire, DeploymentStats, read, readMany, release, write } from 'latsim';

/** Each deployment has a key of its own in the store, and in each process a lock of its own. */
const keyOf = (context, deployment) => `${context.key}:${deployment}`;

export default {
  name: 'per-deployment-lock',
  summary: 'a key and a lock per deployment',

  // Two completions of different deployments touch different keys: they cannot overwrite one
  // another, and neither waits for the other. Two of one deployment take turns.
  *record(event, context) {
    const key = keyOf(context, event.deployment);
    yield acquire(key);
    try {
      const latency = (yield read(key, 'shared')) ?? [];
      const sample = event.latency_s / Math.max(1, event.completion_tokens);
      yield write(key, [...latency, sample].slice(-context.listSize), context.ttl_s);
    } finally {
      yield release(key);
    }
  },

  // One round trip for all keys, made into the map that the router reads.
  *view(context) {
    const keys = context.deployments.map((id) => keyOf(context, id));
    const lists = yield readMany(keys);
    const map = context.emptyMap();
    for (const [position, latency] of lists.entries()) {
      if (latency !== undefined) map.put(position, new DeploymentStats(latency));
    }
    return map;
  },
};
