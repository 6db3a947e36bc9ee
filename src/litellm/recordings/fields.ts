import { suggest } from '../../text/problems.js';

/**
 * What the lines of a recording are read with, by hand: a schema library would take longer than the
 * replay. Unknown fields are let pass. Errors show names of fields that are known, and numbers; of
 * texts nothing.
 */

/** What is wrong with a line. */
export class Malformed extends Error {
  constructor(
    message: string,
    readonly remedy?: string,
    /** The field at fault. */
    readonly field?: string,
  ) {
    super(message);
  }
}

/** Where each deployment stands in the settings, by id. */
export type Positions = ReadonlyMap<string, number>;

export type Fields = Readonly<Record<string, unknown>>;

export function positionsOf(value: unknown, positions: Positions, field: string): number[] {
  const ids = list(value, field);
  const found = new Array<number>(ids.length);
  for (let i = 0; i < ids.length; i++) found[i] = positionOf(ids[i], positions, field);
  return found;
}

export function distinctPositionsOf(value: unknown, positions: Positions, field: string): number[] {
  const found = positionsOf(value, positions, field);
  const seen = new Uint8Array(positions.size);
  for (const position of found) {
    if (seen[position] === 1) {
      throw new Malformed(`"${field}" names a deployment twice`, 'name each once', field);
    }
    seen[position] = 1;
  }
  return found;
}

export function positionOf(id: unknown, positions: Positions, field: string): number {
  const position = positions.get(id as string);
  if (position !== undefined) return position;
  if (typeof id !== 'string') throw wrong(field, 'the id of a deployment', id);
  const message = `"${field}" is not the name of a deployment`;
  throw new Malformed(message, 'name one that the config has', field);
}

export function amount(value: unknown, field: string): number {
  if (typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY) return value;
  throw wrong(field, 'a number, 0 or more', value);
}

/** Clocks that are not one may say that an answer began before it was asked for. */
export function finite(value: unknown, field: string): number {
  if (Number.isFinite(value)) return value as number;
  throw wrong(field, 'a number', value);
}

export function wholeNumber(value: unknown, field: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw wrong(field, 'a whole number, 0 or more', value);
}

export function truth(value: unknown, field: string): boolean {
  if (typeof value === 'boolean') return value;
  throw wrong(field, 'true or false', value);
}

export function list(value: unknown, field: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw wrong(field, 'a list', value);
}

export function record(value: unknown, field: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw wrong(field, 'an object', value);
}

export function wrong(field: string, wanted: string, value: unknown): Malformed {
  const message =
    value === undefined
      ? `there is no "${field}"`
      : `"${field}" must be ${wanted}, not ${described(value, /number|at least/.test(wanted))}`;
  return new Malformed(message, `write "${field}" as ${wanted}`, field);
}

/** What a value is: of texts no more than how long they are, and a number where one is wanted. */
function described(value: unknown, ofNumber = false): string {
  if (typeof value === 'number' && !ofNumber) return 'a number';
  if (typeof value === 'string') return `a text of ${value.length} characters`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** What to say of a line that is none of those that a recording may have. */
export function unknownOp(op: unknown, known: readonly string[]): Malformed {
  const remedy = typeof op === 'string' ? suggest(op, known) : undefined;
  const what = op === 'config' ? '"config"' : `(${described(op)})`;
  return new Malformed(`unknown op ${what}`, remedy, 'op');
}

/** The deployments or endpoints of a config, each with another name. @param field that lists them */
export function named<Item extends { readonly id: string }>(
  value: unknown,
  field: string,
  itemOf: (value: unknown) => Item,
): Item[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw wrong(field, 'a list of one deployment or more', value);
  }
  const items = value.map(itemOf);
  const ids = new Set(items.map(({ id }) => id));
  if (ids.size < items.length) {
    throw new Malformed('two deployments have the same name', undefined, field);
  }
  return items;
}

/** Where each stands in a config. */
export function positionsIn(items: readonly { readonly id: string }[]): Positions {
  return new Map(items.map(({ id }, position) => [id, position]));
}
