import type { Check } from './check.js';

/** Whoever has ended holds no lock and no lease. */
export const lockLeftHeld: Check = {
  kind: 'lock-left-held',
  fault: ({ leftHeld, seen }) => {
    if (leftHeld.length > 0) return `a lock is left held: ${leftHeld.join(', ')}`;
    return seen === null ? 'a select waits for ever' : undefined;
  },
};
