import type { Situation, StrategyModel } from '../model/strategy.js';
import { strategyKind } from './kind.js';
import type { Recording } from './lowest-latency/recording.js';
import { isBefore } from './lowest-latency/release.js';
import { unread } from './unread.js';

const NAME = 'least-busy';

/**
 * LiteLLM's least-busy (litellm/router_strategy/least_busy.py): the deployment with the fewest
 * requests under way from this process, the first of them on a tie. A request is under way from its
 * choice on, as in 1.110.2, which reserves it there.
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
  looksAtLoad: true,
  litellm: NAME,
  caveat: ({ profile: { release } }) =>
    isBefore(release, '1.110.2')
      ? {
          problem: `least-busy is simulated as in LiteLLM 1.110.2: in ${release} a request counts only from its call to the provider on, so that a burst goes to the first deployment, its counts are thrown away every 600 s, and on /v1/messages they never move`,
          remedy:
            'do not take these shares for those of that release; --profile v1.110.2 asks for those of 1.110.2',
        }
      : undefined,
  words: () => NAME,
  create: () => leastBusy,
});
