import { LOGGERS } from '../../../src/loggers/index.js';
import type { Experiment } from '../../../src/model/experiment.js';
import { DeploymentIndex } from '../../../src/model/fleet.js';
import { compile } from '../../../src/scenario/compile.js';
import { parseScenario } from '../../../src/scenario/parse.js';

/**
 * Three deployments, bursts of three every 10 s, round trips of exactly 10 ms, logged at 5 s: the
 * handlers of a burst read at +5 ms and write at +15 ms, in the order of their completions. Who is
 * overwritten, and what is left, can be told by hand.
 */
const SCENE = `
fleet:
  groups:
    - { name: slow, deployments: 2, latency: { distribution: constant, value: 3s } }
    - { name: fast, deployments: 1, latency: { distribution: constant, value: 1s } }
load: { kind: bursts, size: 3, every: 10s }
duration: 60s
dispatch: { kind: flushes, every: 5s }
store: { kind: remote, rtt: 10ms }
router: { ttl: 300s }
`;

/** Bursts that are logged together, so that a logger without a lock overwrites. */
export function bursts(logger: string, set: readonly string[] = []): Experiment {
  const parsed = parseScenario(SCENE, { file: 'scene', set });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return compile(parsed.scenario, { logger: LOGGERS.find(({ name }) => name === logger)! });
}

/** Names of its deployments, in their order. */
export const BURST_DEPLOYMENTS = ['slow/01', 'slow/02', 'fast/01'];

/** The same, as results name them. */
export function burstIndex(): DeploymentIndex {
  return new DeploymentIndex(BURST_DEPLOYMENTS);
}
