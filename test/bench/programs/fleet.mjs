/**
 * The model that most of this computes: 16 slow and 4 fast, Poisson, unlocked, a remote store of 1 ms
 * or that of a process.
 */
import { compile } from '../../../.build/scenario/compile.js';
import { parseScenario } from '../../../.build/scenario/parse.js';

export const RATE_HZ = 160 / 60;
export const TTL_S = 300;
export const BUFFER = 0.1;
export const LIST_SIZE = 10;

const STORES = {
  remote: '{ kind: remote, rtt: 1ms, jitter: 10% }',
  'in-process': '{ kind: in-process }',
};

export function experiment({
  store = 'remote',
  logger = 'unlocked',
  duration_s,
  replications = 1,
  slow = 16,
  fast = 4,
  seed = 1,
}) {
  const text = `
fleet:
  modelGroup: model
  groups:
    - { name: slow, deployments: ${slow}, latency: { distribution: lognormal, p50: 1.622s, p95: 2.243s } }
    - { name: fast, deployments: ${fast}, latency: { distribution: lognormal, p50: 0.514s, p95: 0.79s } }
load: { kind: poisson, rate: 160/min }
duration: ${duration_s}s
store: ${STORES[store]}
router:
  profile: v1.76.1
  ttl: ${TTL_S}s
  lowest_latency_buffer: ${BUFFER}
  max_latency_list_size: ${LIST_SIZE}
logger: ${logger}
seed: ${seed}
replications: ${replications}
`;
  const parsed = parseScenario(text, { file: 'model.yaml' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return compile(parsed.scenario);
}

const { modelGroups, roundTrip_s } = experiment({ duration_s: 1 });
const [slow, fast] = modelGroups[0].groups;
export const SLOW = slow.latency;
export const FAST = fast.latency;
/** Draws one round trip in seconds: 1 ms, give or take 10 %. */
export { roundTrip_s };

/** Requests, those of them on slow deployments, samples recorded and lost. */
export function counts(result, slow = 16) {
  const [{ requests, samples }] = result.modelGroups;
  const sum = (list) => list.reduce((a, b) => a + b, 0);
  return {
    requests: sum(requests),
    slow: sum(requests.slice(0, slow)),
    recorded: samples.recorded,
    lost: samples.lost,
  };
}
