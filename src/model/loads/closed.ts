import type { Distribution } from '../../kernel/distributions/distribution.js';
import { type ClosedLoad, loadKind } from './load.js';

/** A fixed number of users, each with at most one request under way. */
export function closed(users: number, think: Distribution): ClosedLoad {
  return {
    open: false,
    users,
    think,
    rate_hz: undefined,
    together: () => users,
    expected: (time_s, answer_s) => (time_s === 0 ? 0 : (users * time_s) / (think.mean + answer_s)),
  };
}

export const closedKind = loadKind({
  name: 'closed',
  says: 'A closed loop: each user waits for the answer, thinks, asks again.',
  parameters: {
    users: { type: 'whole', from: 1, to: 1_000_000, says: 'Number of users.' },
    think: {
      type: 'distribution',
      says: 'Time from an answer to the same user’s next request.',
    },
  },
  words: ({ users, think }) => `closed loop of ${users} users, thinking ${think}`,
  create: ({ users, think }) => closed(users, think),
});
