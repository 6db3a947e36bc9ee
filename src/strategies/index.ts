import { costKind } from './cost.js';
import type { StrategyKind } from './kind.js';
import { leastBusyKind } from './least-busy/strategy.js';
import { leastRequestKind } from './least-request.js';
import { lowestLatencyKind } from './lowest-latency/strategy.js';
import { peakEwmaKind } from './peak-ewma.js';
import { roundRobinKind } from './round-robin.js';
import { scoredKind } from './scored.js';
import { simpleShuffleKind } from './simple-shuffle.js';
import { usageV1Kind } from './usage/v1.js';
import { usageV2Kind } from './usage/v2.js';

/** Every strategy that a scenario may name, in the order in which people are shown them. */
export const STRATEGIES: readonly StrategyKind[] = [
  lowestLatencyKind,
  simpleShuffleKind,
  leastBusyKind,
  usageV2Kind,
  usageV1Kind,
  costKind,
  roundRobinKind,
  leastRequestKind,
  peakEwmaKind,
  scoredKind,
];

/** Names of two to compare others with: one that everybody knows, and the least that looks at load. */
export const BASELINES: readonly string[] = [roundRobinKind.name, leastRequestKind.name];
