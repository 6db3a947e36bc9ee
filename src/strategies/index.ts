import type { StrategyModel } from '../model/strategy.js';
import { leastBusy } from './least-busy.js';
import { lowestLatency, type Recording } from './lowest-latency/strategy.js';
import { simpleShuffle } from './simple-shuffle.js';

/** A way to route, as scenarios name it. */
export interface StrategyKind {
  readonly name: string;
  /** One line for lists. */
  readonly summary: string;
  create(recording: Recording, settings: { readonly lowest_latency_buffer: number }): StrategyModel;
}

/** The strategies that come with latsim. */
export const STRATEGIES: readonly StrategyKind[] = [
  {
    name: 'lowest-latency',
    summary: 'LiteLLM latency-based-routing',
    create: (recording, { lowest_latency_buffer }) =>
      lowestLatency(recording, lowest_latency_buffer),
  },
  {
    name: 'simple-shuffle',
    summary: 'a random choice, weighted by rpm or tpm',
    create: simpleShuffle,
  },
  {
    name: 'least-busy',
    summary: 'the fewest requests under way from this process',
    create: leastBusy,
  },
];

/** @throws RangeError where there is none of this name */
export function strategyNamed(name: string): StrategyKind {
  const found = STRATEGIES.find((one) => one.name === name);
  if (found === undefined) throw new RangeError(`no strategy is called '${name}'`);
  return found;
}
