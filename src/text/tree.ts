import type { Problem } from './problems.js';

/** A text that values come from: a scenario file or the argument of a `--set`. */
export interface Source {
  /** How errors name it. */
  readonly file: string;
  readonly text: string;
  /** Arguments have no line numbers. */
  readonly kind: 'file' | 'argument';
}

/** A place in a source. */
export interface Place {
  readonly source: Source;
  readonly offset: number;
}

/** A scalar as YAML gives it. */
export type Scalar = string | number | boolean | null;

/**
 * A value that knows where it was written. Shared (through YAML aliases) and therefore never
 * changed in place.
 */
export interface Located {
  readonly at: Place;
  readonly value:
    | { readonly kind: 'scalar'; readonly scalar: Scalar }
    | { readonly kind: 'list'; readonly items: readonly Located[] }
    | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, MapEntry> };
}

/** A value of a map and the place of its key. */
export interface MapEntry {
  readonly keyAt: Place;
  readonly node: Located;
}

export type Path = readonly (string | number)[];

/** Plain data of a tree. Maps have no prototype, so that no key means anything to JavaScript. */
export function plain(node: Located): unknown {
  const { value } = node;
  if (value.kind === 'scalar') return value.scalar;
  if (value.kind === 'list') return value.items.map(plain);
  const map: Record<string, unknown> = Object.create(null);
  for (const [key, entry] of value.entries) map[key] = plain(entry.node);
  return map;
}

/** The value at a path of plain data, or undefined. */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (!Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** Number of values in a tree with aliases expanded; stops counting at the limit. */
export function sizeOf(root: Located, limit: number): number {
  const known = new Map<Located, number>();
  const size = (node: Located): number => {
    const before = known.get(node);
    if (before !== undefined) return before;
    let sum = 1;
    for (const child of childrenOf(node)) sum = Math.min(limit, sum + size(child));
    known.set(node, sum);
    return sum;
  };
  return size(root);
}

function childrenOf({ value }: Located): readonly Located[] {
  if (value.kind === 'list') return value.items;
  return value.kind === 'map' ? [...value.entries.values()].map((entry) => entry.node) : [];
}

/** The value under a key, or at a place of a list. */
export function childOf(node: Located, step: string | number): Located | undefined {
  if (node.value.kind === 'list') return node.value.items[Number(step)];
  return node.value.kind === 'map' ? node.value.entries.get(String(step))?.node : undefined;
}

/**
 * Where the value at a path stands: a scalar by itself, a map, a list or nothing by its key (that is
 * what the eye looks for). Of a missing value, where the map stands that lacks it.
 */
export function placeOf(root: Located, path: Path): Place {
  let node = root;
  let at = root.at;
  for (const step of path) {
    const next = childOf(node, step);
    if (next === undefined) return at;
    const plainScalar = next.value.kind === 'scalar' && next.value.scalar !== null;
    const key = node.value.kind === 'map' ? node.value.entries.get(String(step)) : undefined;
    at = key === undefined || plainScalar ? next.at : key.keyAt;
    node = next;
  }
  return at;
}

/** Where the last key of a path stands. */
export function keyPlaceOf(root: Located, path: Path): Place {
  let node: Located | undefined = root;
  for (const step of path.slice(0, -1)) node = node && childOf(node, step);
  const entry =
    node?.value.kind === 'map' ? node.value.entries.get(String(path[path.length - 1])) : undefined;
  return entry?.keyAt ?? placeOf(root, path);
}

/** Characters that quotes, escapes, a block's header or an indentation may put between two. */
const maxGap = 200;

/**
 * Where a character of a text scalar stands in the source. What stands between its characters there
 * (quotes, escapes, indentation) is passed over; where that goes astray, where the scalar starts.
 */
export function placeInText(at: Place, text: string, offset: number): Place {
  const { source } = at;
  let position = at.offset;
  for (const character of text.slice(0, offset)) {
    const next = nextOf(source.text, character, position);
    if (next === -1) return at;
    position = next + character.length;
  }
  if (offset >= text.length) return { source, offset: position };
  const next = nextOf(source.text, text.charAt(offset), position);
  return next === -1 ? at : { source, offset: next };
}

/** The next place of a character, near by; a folded line break stands for a blank. */
function nextOf(source: string, character: string, from: number): number {
  const near = source.slice(from, from + maxGap);
  const next = near.indexOf(character);
  const fold = character === ' ' ? near.indexOf('\n') : -1;
  if (next === -1 && fold === -1) return -1;
  return from + (fold === -1 || (next !== -1 && next < fold) ? next : fold);
}

/** A problem at a place, with line, column and the line's text. */
export function problemAt(place: Place, message: string, remedy: string): Problem {
  const { source } = place;
  const offset = Math.min(place.offset, source.text.length);
  const lineStart = offset === 0 ? 0 : source.text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = source.text.indexOf('\n', offset);
  const sourceLine = source.text
    .slice(lineStart, lineEnd === -1 ? undefined : lineEnd)
    .replace(/\r$/, '');
  const column = offset - lineStart + 1;
  if (source.kind === 'argument') return { file: source.file, column, message, remedy, sourceLine };
  let line = 1;
  for (
    let i = source.text.indexOf('\n');
    i !== -1 && i < offset;
    i = source.text.indexOf('\n', i + 1)
  ) {
    line += 1;
  }
  return { file: source.file, line, column, message, remedy, sourceLine };
}

/** A tree with the value at a path replaced; shared parts stay as they are for others. */
export function graft(root: Located, path: Path, entry: MapEntry): Located {
  const [step, ...rest] = path;
  if (step === undefined) return entry.node;
  const { value } = root;
  if (value.kind === 'list') {
    const items = [...value.items];
    const index = Number(step);
    items[index] = graft(items[index] ?? emptyMap(entry.keyAt), rest, entry);
    return { at: root.at, value: { kind: 'list', items } };
  }
  const entries = new Map(value.kind === 'map' ? value.entries : []);
  const before = entries.get(String(step));
  const node = graft(before?.node ?? emptyMap(entry.keyAt), rest, entry);
  const keyAt = before === undefined || rest.length === 0 ? entry.keyAt : before.keyAt;
  entries.set(String(step), { keyAt, node });
  return { at: root.at, value: { kind: 'map', entries } };
}

function emptyMap(at: Place): Located {
  return { at, value: { kind: 'map', entries: new Map() } };
}
