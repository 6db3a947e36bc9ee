import { callDelay } from '../call-delay.js';
import { strategyKind } from '../kind.js';
import { keepingOf } from '../lowest-latency/recording.js';
import { isBefore } from '../lowest-latency/release.js';
import { Counting, countedInLiteLLM } from './counting.js';
import { Reserving, reservedInLiteLLM } from './reserving.js';

const NAME = 'least-busy';

/** The first release that is known to reserve at the choice; 1.82.3 does not. */
const RESERVING_SINCE = '1.110.2';

const reserves = ({ release }: { readonly release: string }): boolean =>
  !isBefore(release, RESERVING_SINCE);

export const leastBusyKind = strategyKind({
  name: NAME,
  says: 'The fewest calls under way, by counts in the store.',
  parameters: {
    call_delay: callDelay,
    reserve: {
      type: 'boolean',
      preset: true,
      says: 'Whether a choice is counted until its call, as LiteLLM does from 1.110.2 on; before, none is.',
    },
  },
  readsLatencies: false,
  looksAtLoad: true,
  litellm: NAME,
  cache: (kept) => (reserves(kept.profile) ? reservedInLiteLLM(kept) : countedInLiteLLM(kept)),
  caveat: ({ profile, allChat }) =>
    allChat || reserves(profile)
      ? undefined
      : {
          problem: `least-busy counts a call when it is made: on /v1/messages of LiteLLM ${profile.release} the counts never move, and every request goes to the first deployment`,
          remedy: 'take these shares for those of /chat/completions',
        },
  words: () => NAME,
  create:
    ({ call_delay, reserve }) =>
    (recording) => ({
      name: NAME,
      keeping: keepingOf(recording),
      create: (key, fleet) =>
        reserves(recording.profile)
          ? new Reserving(NAME, recording, key, fleet, { callDelay_s: call_delay, reserve })
          : new Counting(NAME, recording, key, fleet, call_delay),
    }),
});
