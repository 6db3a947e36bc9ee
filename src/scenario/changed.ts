import type { Path } from '../text/tree.js';
import type { Scenario } from './schema.js';

/** A field of a resolved scenario, and what is there afterwards. */
export interface FieldValue {
  readonly path: Path;
  readonly value: unknown;
}

/**
 * A scenario with other values in some fields, in order. Whether they go together with the rest is for
 * others to say.
 * @throws RangeError where a path leads nowhere
 */
export function changed(scenario: Scenario, fields: readonly FieldValue[]): Scenario {
  return fields.reduce((all, { path, value }) => put(all, path, value) as Scenario, scenario);
}

/** A copy with another value at a path; what is not on the path is shared. */
function put(node: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(node) && Number(step) in node) {
    return node.map((item, i) => (i === step ? put(item, rest, value) : item));
  }
  if (typeof node !== 'object' || node === null || Array.isArray(node)) {
    throw new RangeError(`there is no ${step} to be changed`);
  }
  return { ...node, [step]: put((node as Record<string, unknown>)[step], rest, value) };
}
