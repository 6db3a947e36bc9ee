import type { Policy, Situation } from './policy.js';

/**
 * LiteLLM's least-busy (litellm/router_strategy/least_busy.py): the deployment with the fewest
 * requests under way from this process, the first of them on a tie.
 */
export const leastBusy: Policy = {
  name: 'least-busy',
  readsMap: false,
  choose({ fleet, inFlight }: Situation): number {
    let best = 0;
    for (let position = 1; position < fleet.size; position++) {
      if ((inFlight[position] as number) < (inFlight[best] as number)) best = position;
    }
    return best;
  },
};
