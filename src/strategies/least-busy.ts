import type { Situation, StrategyModel } from '../model/strategy.js';
import { strategyKind } from './kind.js';
import type { Recording } from './lowest-latency/recording.js';
import { unread } from './unread.js';

const NAME = 'least-busy';

/**
 * LiteLLM's least-busy (litellm/router_strategy/least_busy.py): the deployment with the fewest
 * requests under way from this process, the first of them on a tie.
 */
export function leastBusy(recording: Recording): StrategyModel {
  return unread(NAME, recording, choose);
}

function choose({ fleet, healthy, inFlight }: Situation<never>): number {
  const count = healthy?.length ?? fleet.size;
  let best = -1;
  for (let i = 0; i < count; i++) {
    const position = healthy === undefined ? i : healthy[i]!;
    if (best < 0 || inFlight[position]! < inFlight[best]!) best = position;
  }
  return best;
}

export const leastBusyKind = strategyKind({
  name: NAME,
  says: 'The fewest requests under way from this process.',
  parameters: {},
  readsLatencies: false,
  litellm: NAME,
  words: () => NAME,
  create: () => leastBusy,
});
