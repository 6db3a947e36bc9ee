import type { Change } from '../../scenario/change.js';

/** Changes of a scenario, one for each field. */
export type ChangeSet = readonly Change[];

/**
 * Changes on top of settings, each in the place of one of the same field. One without a value leaves
 * the field as the scenario has it.
 */
export function changed(settings: ChangeSet, changes: readonly Change[]): ChangeSet {
  const all = new Map(settings.map((change) => [fieldOf(change), change]));
  for (const change of changes) {
    if (change.value === undefined) all.delete(fieldOf(change));
    else all.set(fieldOf(change), change);
  }
  return [...all.values()];
}

function fieldOf({ path }: Change): string {
  return path.join('.');
}
