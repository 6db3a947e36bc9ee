import type { StrategyKind } from '../strategies/kind.js';
import { lowestLatencyKind } from '../strategies/lowest-latency/strategy.js';

/** In place of all strategies, in the worker of a page that offers no other: see tools/build.mjs. */
export const STRATEGIES: readonly StrategyKind[] = [lowestLatencyKind];
