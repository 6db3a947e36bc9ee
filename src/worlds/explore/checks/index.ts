import type { Ending } from '../ending.js';
import { abandoned } from './abandoned.js';
import { type Check, type Reference, VIOLATION_KINDS, type ViolationKind } from './check.js';
import { deadlock } from './deadlock.js';
import { endlessSelect } from './endless-select.js';
import { lockLeftHeld } from './lock-left-held.js';
import { lostUpdate } from './lost-update.js';
import { serializable } from './serializable.js';
import { staleView } from './stale-view.js';

/** The checks of an ending, the most telling first. Endless loops of tasks are a matter of the graph. */
export const CHECKS: readonly Check[] = [
  abandoned,
  deadlock,
  endlessSelect,
  lockLeftHeld,
  lostUpdate,
  serializable,
  staleView,
].sort((a, b) => VIOLATION_KINDS.indexOf(a.kind) - VIOLATION_KINDS.indexOf(b.kind));

/** What is wrong with an ending, the most telling first. */
export function faultsOf(ending: Ending, reference: Reference): Map<ViolationKind, string> {
  const faults = new Map<ViolationKind, string>();
  for (const check of CHECKS) {
    const fault = check.fault(ending, reference);
    if (fault !== undefined) faults.set(check.kind, fault);
  }
  return faults;
}
