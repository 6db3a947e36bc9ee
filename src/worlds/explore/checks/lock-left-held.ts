import type { Check } from './check.js';

/** Whoever has ended holds no lock and no lease, and a select never waits for ever. */
export const lockLeftHeld: Check = {
  kind: 'lock-left-held',
  fault({ leftHeld, seen, stuck, endless }) {
    if (leftHeld.length > 0) return `a lock is left held: ${leftHeld.join(', ')}`;
    return seen === null && stuck.length === 0 && !endless ? 'a select waits for ever' : undefined;
  },
};
