import type { Check } from './check.js';

/** No task waits for ever for a lock or lease. */
export const deadlock: Check = {
  kind: 'deadlock',
  fault: ({ stuck }) =>
    stuck.length === 0
      ? undefined
      : `${stuck.join(' and ')} ${stuck.length === 1 ? 'waits' : 'wait'} for ever`,
};
