import { change } from '../../scenario/change.js';

/** The profile stays as the scenario has it. */
export const OWN_PROFILE = change(['router', 'profile'], undefined);
