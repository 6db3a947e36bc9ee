import type { Situation, StrategyModel } from '../model/strategy.js';
import { strategyKind } from './kind.js';
import type { Recording } from './lowest-latency/recording.js';
import { unread } from './unread.js';

const NAME = 'simple-shuffle';

/**
 * LiteLLM's simple-shuffle (litellm/router_strategy/simple_shuffle.py): a random choice, weighted
 * by rpm where the first deployment states one, else by tpm, else uniform. It reads no latencies.
 */
export function simpleShuffle(recording: Recording): StrategyModel {
  return unread(NAME, recording, choose);
}

function choose({ fleet, healthy, luck }: Situation<never>): number {
  const count = healthy?.length ?? fleet.size;
  if (count === 0) return -1;
  const at = (i: number): number => (healthy === undefined ? i : healthy[i]!);
  const first = fleet.groupAt(at(0));
  const weightOf = (position: number): number => {
    const group = fleet.groupAt(position);
    if (first.rpm !== undefined) return group.rpm ?? 0;
    return first.tpm !== undefined ? (group.tpm ?? 0) : 1;
  };
  let total = 0;
  for (let i = 0; i < count; i++) total += weightOf(at(i));
  if (total === 0) return at(Math.floor(luck * count));
  let left = luck * total;
  let last = at(0);
  for (let i = 0; i < count; i++) {
    const position = at(i);
    const weight = weightOf(position);
    if (weight === 0) continue;
    last = position;
    left -= weight;
    if (left < 0) break;
  }
  return last;
}

export const simpleShuffleKind = strategyKind({
  name: NAME,
  says: 'A random choice, weighted by rpm or tpm.',
  parameters: {},
  readsLatencies: false,
  litellm: NAME,
  words: () => NAME,
  create: () => simpleShuffle,
});
