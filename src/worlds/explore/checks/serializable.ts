import type { Check } from './check.js';

/**
 * What is stored in the end, and what a select then sees, is what some sequential order of the
 * tasks would have left, with the expiries and crashes that there were between them.
 */
export const serializable: Check = {
  kind: 'not-serializable',
  fault({ state, stuck, leftHeld }, { sequential }) {
    if (stuck.length > 0 || leftHeld.length > 0 || sequential.has(state)) return undefined;
    return 'no sequential order of the tasks leaves this state';
  },
};
