import type { Policy, Situation } from './policy.js';

/**
 * LiteLLM's simple-shuffle (litellm/router_strategy/simple_shuffle.py): a random choice, weighted
 * by rpm where the first deployment states one, else by tpm, else uniform. It reads no latencies.
 */
export const simpleShuffle: Policy = {
  name: 'simple-shuffle',
  readsMap: false,
  choose({ fleet, luck }: Situation): number {
    const first = fleet.groupAt(0);
    const weightOf = (position: number): number => {
      const group = fleet.groupAt(position);
      if (first.rpm !== undefined) return group.rpm ?? 0;
      return first.tpm !== undefined ? (group.tpm ?? 0) : 1;
    };
    let total = 0;
    for (let position = 0; position < fleet.size; position++) total += weightOf(position);
    if (total === 0) return Math.floor(luck * fleet.size);
    let left = luck * total;
    let last = 0;
    for (let position = 0; position < fleet.size; position++) {
      const weight = weightOf(position);
      if (weight === 0) continue;
      last = position;
      left -= weight;
      if (left < 0) break;
    }
    return last;
  },
};
