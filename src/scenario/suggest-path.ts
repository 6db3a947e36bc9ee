import { nearest, suggest, useOneOf } from '../text/problems.js';
import { type Path, valueAt } from '../text/tree.js';
import { scenarioJsonSchema } from './json-schema.js';
import type { Kinds } from './kinds.js';
import { written } from './paths.js';

/** What a path is made of, in a JSON Schema. */
interface Level {
  readonly properties?: Readonly<Record<string, Level>>;
  readonly items?: Level;
  readonly anyOf?: readonly Level[];
  readonly oneOf?: readonly Level[];
}

/** No more are named. */
const MOST = 4;

/**
 * What to do about a path of `--set` that leads nowhere: wherever a scenario has such a key, else what is
 * spelt most like it.
 * @param path as it was given
 * @param data the scenario that it was given for
 * @param known keys that there are in the place of the one that is not
 */
export function suggestPath(
  path: Path,
  data: unknown,
  kinds: Kinds,
  known: readonly string[],
): string {
  const given = written(path);
  const paths = [...pathsIn(scenarioJsonSchema(kinds) as Level, [], data)];
  // Right of another kind: it is not misspelt.
  if (paths.some((one) => written(one) === given)) return useOneOf(known);
  const key = lastOf(path);
  const near =
    named(paths, key) ??
    ofWhole(paths, given) ??
    named(paths, nearest(key, paths.map(lastOf)) ?? '');
  if (near === undefined) return suggest(key, known);
  // What the scenario has is meant rather than what it might have; what stands near its top comes first.
  const there = near.filter((one) => valueAt(data, one) !== undefined);
  const likeliest = [...(there.length > 0 ? there : near)].sort((a, b) => a.length - b.length);
  const quoted = [...new Set(likeliest.map(written))].slice(0, MOST).map((one) => `"${one}"`);
  const last = quoted.pop();
  return `did you mean ${quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`}?`;
}

function lastOf(path: Path): string {
  return String(path[path.length - 1]);
}

/** Those that end in a key, in capitals or not. */
function named(paths: readonly Path[], key: string): readonly Path[] | undefined {
  const same = key.toLowerCase();
  const found = paths.filter((path) => lastOf(path).toLowerCase() === same);
  return found.length === 0 ? undefined : found;
}

function ofWhole(paths: readonly Path[], given: string): readonly Path[] | undefined {
  const near = nearest(given, paths.map(written));
  return near === undefined ? undefined : paths.filter((path) => written(path) === near);
}

/** All paths to a value that a scenario may have; of lists those to what is in them. */
function* pathsIn(
  { properties = {}, items, anyOf = [], oneOf = [] }: Level,
  before: Path,
  data: unknown,
): Generator<Path> {
  for (const level of [...anyOf, ...oneOf]) yield* pathsIn(level, before, data);
  const list = valueAt(data, before);
  if (items !== undefined && Array.isArray(list)) {
    for (let i = 0; i < list.length; i++) yield* pathsIn(items, [...before, i], data);
  }
  for (const [key, level] of Object.entries(properties)) {
    const path = [...before, key];
    if (before.length === 0 && isOtherForm(key, data)) continue;
    yield path;
    yield* pathsIn(level, path, data);
  }
}

/** A scenario has either one model group, at its top, or a list of them. */
function isOtherForm(key: string, data: unknown): boolean {
  const isListed = valueAt(data, ['modelGroups']) !== undefined;
  return isListed ? key === 'fleet' || key === 'load' : key === 'modelGroups';
}
