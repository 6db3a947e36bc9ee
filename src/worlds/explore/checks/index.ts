import { abandoned } from './abandoned.js';
import { type Check, VIOLATION_KINDS } from './check.js';
import { deadlock } from './deadlock.js';
import { lockLeftHeld } from './lock-left-held.js';
import { lostUpdate } from './lost-update.js';
import { serializable } from './serializable.js';

/** The checks of an ending, the most telling first. Endless loops are a matter of the graph. */
export const CHECKS: readonly Check[] = [
  abandoned,
  deadlock,
  lockLeftHeld,
  lostUpdate,
  serializable,
].sort((a, b) => VIOLATION_KINDS.indexOf(a.kind) - VIOLATION_KINDS.indexOf(b.kind));
