import type { StrategyKind } from './kind.js';
import { leastBusyKind } from './least-busy.js';
import { leastRequestKind } from './least-request.js';
import { lowestLatencyKind } from './lowest-latency/strategy.js';
import { peakEwmaKind } from './peak-ewma.js';
import { roundRobinKind } from './round-robin.js';
import { scoredKind } from './scored.js';
import { simpleShuffleKind } from './simple-shuffle.js';

/** Every strategy that a scenario may name, in the order in which people are shown them. */
export const STRATEGIES: readonly StrategyKind[] = [
  lowestLatencyKind,
  simpleShuffleKind,
  leastBusyKind,
  roundRobinKind,
  leastRequestKind,
  peakEwmaKind,
  scoredKind,
];
