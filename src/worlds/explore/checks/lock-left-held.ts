import type { Check } from './check.js';

/** Whoever has ended holds no lock and no lease, and a select never waits for ever. */
export const lockLeftHeld: Check = {
  kind: 'lock-left-held',
  fault({ leftHeld, seen, endless, stuck }) {
    if (leftHeld.length > 0) return `a lock is left held: ${leftHeld.join(', ')}`;
    const waits = seen === null && !endless && stuck.length === 0;
    return waits ? 'a select waits for ever' : undefined;
  },
};
