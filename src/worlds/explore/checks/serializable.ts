import type { Check } from './check.js';

/**
 * What is stored in the end, and what a select then sees, is what some sequential order of the
 * tasks would have left, with the expiries and crashes that there were between them.
 */
export const serializable: Check = {
  kind: 'not-serializable',
  fault({ state, stuck, leftHeld, seen, abandoned }, { sequential }) {
    // Where somebody waits for ever or has given up, that is what is wrong.
    const through = stuck.length === 0 && leftHeld.length === 0 && seen !== null && abandoned === 0;
    if (sequential === undefined || !through) return undefined;
    return sequential.has(state)
      ? undefined
      : 'no sequential order of the tasks ends in this state';
  },
};
