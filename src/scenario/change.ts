import type { Path } from '../text/tree.js';
import { changed } from './changed.js';
import { faultsOf, type Inconsistency } from './rules.js';
import type { Scenario } from './schema.js';

/** A change of one field of a resolved scenario: seconds, rates per second, fractions, settings. */
export interface Change {
  /** Such as `['processes', 'count']` or `['modelGroups', 0, 'load']`. */
  readonly path: Path;
  /** What is there afterwards; undefined: what the scenario has. */
  readonly value: unknown;
  /** Times are written in this unit, and rates per second. */
  readonly unit?: 'ms' | 's';
}

/** What stands at a path. */
type At<T, P extends Path> = P extends readonly [infer Step, ...infer Rest extends Path]
  ? Step extends keyof T
    ? At<Exclude<T[Step], undefined>, Rest>
    : never
  : T;

/** A change whose value is of the type that its field has. */
export function change<const P extends Path>(
  path: P,
  value: NoInfer<At<Scenario, P>> | undefined,
  unit?: Change['unit'],
): Change {
  return { path, value, ...(unit !== undefined && { unit }) };
}

/** Changes that do not go together with the rest of a scenario. */
export class ChangesRefused extends Error {
  override readonly name = 'ChangesRefused';

  constructor(
    readonly changes: readonly Change[],
    readonly faults: readonly Inconsistency[],
  ) {
    super(faults.map(({ message, remedy }) => `${message}: ${remedy}`).join('\n'));
  }
}

/**
 * A scenario with changes, in order: the same as reading it again with what `overrideOf` writes of
 * them. Expectations stay as they are.
 * @throws ChangesRefused where they do not go together with the rest
 * @throws RangeError where a path leads nowhere
 */
export function withChanges(scenario: Scenario, changes: readonly Change[]): Scenario {
  const after = changed(
    scenario,
    changes.filter(({ value }) => value !== undefined),
  );
  const faults = faultsOf(after);
  if (faults.length > 0) throw new ChangesRefused(changes, faults);
  return after;
}
