import type { StrategyKind } from './kind.js';
import { leastBusyKind } from './least-busy.js';
import { lowestLatencyKind } from './lowest-latency/strategy.js';
import { simpleShuffleKind } from './simple-shuffle.js';

/** Every strategy that a scenario may name, in the order in which people are shown them. */
export const STRATEGIES: readonly StrategyKind[] = [
  lowestLatencyKind,
  simpleShuffleKind,
  leastBusyKind,
];
