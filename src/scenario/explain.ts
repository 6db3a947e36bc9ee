import type { z } from 'zod';
import { A_RELEASE, releaseInstead } from '../strategies/lowest-latency/release.js';
import { limits } from '../text/limits.js';
import { nearest, type Problem, suggest } from '../text/problems.js';
import {
  childOf,
  keyPlaceOf,
  type Located,
  type Path,
  type Place,
  placeOf,
  plain,
  problemAt,
  valueAt,
} from '../text/tree.js';
import { choices } from './fields.js';
import { KINDS, type Kinds } from './kinds.js';
import { parsePath, short, written } from './paths.js';
import { suggestPath } from './suggest-path.js';

type Issue = z.core.$ZodIssue;

/** Turns the errors of the schema into problems with places; see the convention in `fields.ts`. */
export function explain(
  issues: readonly Issue[],
  root: Located,
  data: unknown,
  kinds: Kinds = KINDS,
): Problem[] {
  return ofIssues(issues.slice(0, limits.problems), [], root, data, kinds);
}

/** Of errors that are to be told together. */
function ofIssues(
  issues: readonly Issue[],
  prefix: Path,
  root: Located,
  data: unknown,
  kinds: Kinds,
): Problem[] {
  const replaced = issues.find((issue) => {
    if (issue.code !== 'unrecognized_keys') return false;
    return kindGiven(root, [...prefix, ...stepsOf(issue)]) !== undefined;
  });
  return issues.flatMap((issue) => {
    const path = [...prefix, ...stepsOf(issue)];
    // What another kind lacks is in the map that is to replace it.
    if (replaced !== undefined && isMissing(issue, path, [...prefix, ...stepsOf(replaced)], data)) {
      return [];
    }
    return ofIssue(issue, path, root, data, kinds, issues);
  });
}

function stepsOf({ path }: Issue): Path {
  return path.map((step) => (typeof step === 'number' ? step : String(step)));
}

/** Whether an error is that a key of a map is missing. */
function isMissing(issue: Issue, path: Path, map: Path, data: unknown): boolean {
  return (
    issue.code !== 'unrecognized_keys' &&
    path.length === map.length + 1 &&
    map.every((step, i) => path[i] === step) &&
    valueAt(data, path) === undefined
  );
}

function ofIssue(
  issue: Issue,
  path: Path,
  root: Located,
  data: unknown,
  kinds: Kinds,
  beside: readonly Issue[],
): Problem[] {
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((branch) => !branch.some(isMismatch));
    if (meant !== undefined) return ofIssues(meant, path, root, data, kinds);
  }
  if (issue.code === 'unrecognized_keys') {
    const prefix = path.slice(0, path.length - issue.path.length);
    const missing = beside.flatMap((one): [string, string][] => {
      const at = [...prefix, ...stepsOf(one)];
      return isMissing(one, at, path, data) ? [[String(at.at(-1)), one.message]] : [];
    });
    const replaced = ofAnotherKind(root, path, issue.keys, missing);
    if (replaced !== undefined) return [replaced];
    return issue.keys.slice(0, limits.problems).map((key) => {
      const place = keyPlaceOf(root, [...path, key]);
      const known = choices(issue.message);
      return problemAt(
        place,
        `unknown key ${JSON.stringify(key)}${path.length === 0 ? '' : ` in ${written(path)}`}`,
        place.source.file === '--set'
          ? suggestPath(asGiven(place) ?? [...path, key], data, kinds, known)
          : suggest(key, known),
      );
    });
  }
  if (issue.code === 'invalid_key') {
    const place = keyPlaceOf(root, path);
    return issue.issues.map((inner) => {
      const known = inner.code === 'custom' ? inner.params?.problem : undefined;
      return problemAt(place, known ?? `${written(path)} is not a known key`, inner.message);
    });
  }
  const place = placeOf(root, path);
  const known = issue.code === 'custom' ? issue.params?.problem : undefined;
  if (typeof known === 'string') {
    return [problemAt(place, `${written(path)}: ${known}`, issue.message)];
  }
  return [problemAt(place, ...sentence(path, valueAt(data, path), issue.message, place))];
}

/**
 * What is wrong where `--set` gives a map another kind, and what the map had before has no meaning for
 * that; undefined where it does not.
 * @param missing what that kind lacks, and what is expected there
 */
function ofAnotherKind(
  root: Located,
  path: Path,
  unknown: readonly string[],
  missing: readonly (readonly [string, string])[],
): Problem | undefined {
  const given = kindGiven(root, path);
  if (given === undefined) return undefined;
  const [key, kind, map] = given;
  const rest = [...map].flatMap(([name, { node }]) =>
    unknown.includes(name) || node.value.kind !== 'scalar' ? [] : [`${name}: ${node.value.scalar}`],
  );
  const more = missing.map(([name, expected]) => `${name}: ${exampleIn(expected)}`);
  const keys = unknown.map((one) => JSON.stringify(one)).join(', ');
  return problemAt(
    kind.keyAt,
    `${written([...path, key])}: ${plain(kind.node)} has no ${keys}, which the scenario sets`,
    `replace the whole: --set '${written(path)}={${[...rest, ...more].join(', ')}}'`,
  );
}

/** The kind that `--set` gives a map of another, with its key and all that the map has. */
function kindGiven(root: Located, path: Path) {
  const map = path.reduce<Located | undefined>((node, step) => node && childOf(node, step), root);
  if (map?.value.kind !== 'map') return undefined;
  const { entries } = map.value;
  const [key, kind] = [...entries].find(([name]) => KIND_KEYS.includes(name)) ?? [];
  if (kind?.node.at.source.file !== '--set' || asGiven(kind.keyAt)?.length === path.length) {
    return undefined;
  }
  return [key as string, kind, entries] as const;
}

/** An example of what is expected: `2.5/s` of "..., such as 2.5/s or 160/min", or the first number in it. */
function exampleIn(expected: string): string {
  const shown = /such as (\S+?),?(?: |$)/.exec(expected)?.[1];
  return shown ?? /\d+/.exec(expected)?.[0] ?? '...';
}

/** What says of which kind a map is. */
const KIND_KEYS: readonly string[] = ['kind', 'distribution'];

/** The whole path of a `--set`, where the place is that and not within its value. */
function asGiven({ source, offset }: Place): Path | undefined {
  const given = offset === 0 ? parsePath(source.text) : 0;
  return typeof given === 'number' ? undefined : given.path;
}

/** Whether a branch of a union did not fit at all, as opposed to: was meant, but has an error inside. */
function isMismatch(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_union') {
    return issue.errors.length > 0 && issue.errors.every((branch) => branch.some(isMismatch));
  }
  return issue.code === 'invalid_type' || issue.code === 'invalid_value';
}

/** Message and remedy of a value that is not what is expected there. */
function sentence(path: Path, value: unknown, expected: string, place: Place): [string, string] {
  const label = written(path);
  if (typeof value === 'number' && expected === A_RELEASE) {
    // Only its text tells 1.110 from 1.11.
    const text = numberAt(place, value);
    return [`${label} cannot be ${text}`, `write ${releaseInstead(text)}`];
  }
  if (value === undefined) return [`${label} is missing`, `add it: ${expected}`];
  if (value === null) return [`${label} has no value`, `write ${expected}`];
  if (Array.isArray(value)) {
    return [
      value.length === 0 ? `${label} is empty` : `${label} cannot be a list`,
      `write ${expected}`,
    ];
  }
  if (typeof value === 'object') return [`${label} cannot be a map`, `write ${expected}`];
  const near = typeof value === 'string' ? nearest(value, choices(expected)) : undefined;
  return [
    `${label} cannot be ${typeof value === 'number' ? numberAt(place, value) : short(value)}`,
    near === undefined ? `write ${expected}` : `did you mean "${near}"?`,
  ];
}

/** A number as it is written, which may say more than its value: 1.110. */
function numberAt({ source, offset }: Place, value: number): string {
  const [text = ''] = /^[-+.\w]{0,40}/.exec(source.text.slice(offset, offset + 40)) ?? [];
  return Number.isFinite(value) && Number(text) === value ? text : short(value);
}
