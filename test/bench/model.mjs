/** The model that everything here computes: 16 slow and 4 fast, Poisson, unlocked, remote 1 ms. */
import { constant } from '../../dist/kernel/distributions/constant.js';
import { lognormalFromPercentiles } from '../../dist/kernel/distributions/lognormal.js';
import { PROFILES } from '../../dist/loggers/profile.js';
import { unlocked } from '../../dist/loggers/unlocked.js';
import { poisson } from '../../dist/model/loads/poisson.js';
import { remote } from '../../dist/model/stores/remote.js';

export const RATE_HZ = 160 / 60;
export const TTL_S = 300;
export const BUFFER = 0.1;
export const LIST_SIZE = 10;
export const SLOW = lognormalFromPercentiles(1.622, 2.243);
export const FAST = lognormalFromPercentiles(0.514, 0.79);
/** One round trip in seconds: 1 ms, give or take 10 %. */
export const roundTrip_s = (stream) => 0.001 * (0.9 + 0.2 * stream());

export function experiment({ duration_s, replications = 1, slow = 16, fast = 4, seed = 1 }) {
  const group = (name, deployments, latency) => ({
    name,
    deployments,
    latency,
    tokens: constant(1),
  });
  return {
    modelGroups: [
      {
        name: 'model',
        groups: [group('slow', slow, SLOW), group('fast', fast, FAST)],
        load: poisson(RATE_HZ),
      },
    ],
    duration_s,
    warmup_s: 0,
    cuts_s: [],
    samples: { kinds: [{ kind: 'chat', weight: 1 }], stream: 0, inputTokens: 0 },
    dispatch: { kind: 'immediate' },
    processes: { count: 1, assign: 'random' },
    store: remote,
    roundTrip_s,
    router: {
      policy: 'lowest-latency',
      profile: PROFILES[0],
      ttl_s: TTL_S,
      buffer: BUFFER,
      listSize: LIST_SIZE,
    },
    logger: unlocked,
    loggerOptions: { retries: 64, lease_s: 10 },
    seed,
    replications,
  };
}

/** Requests on slow and on fast deployments, samples recorded and lost. */
export function counts(result, slow = 16) {
  const [{ requests, samples }] = result.modelGroups;
  const sum = (list) => list.reduce((a, b) => a + b, 0);
  return {
    slow: sum(requests.slice(0, slow)),
    fast: sum(requests.slice(slow)),
    recorded: samples.recorded,
    lost: samples.lost,
  };
}
