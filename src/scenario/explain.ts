import type * as z from 'zod';
import { A_RELEASE, releaseInstead } from '../strategies/lowest-latency/release.js';
import { limits } from '../text/limits.js';
import { nearest, type Problem, suggest } from '../text/problems.js';
import {
  keyPlaceOf,
  type Located,
  type Path,
  type Place,
  placeOf,
  problemAt,
  valueAt,
} from '../text/tree.js';
import { choices } from './fields.js';
import { KINDS, type Kinds } from './kinds.js';
import { otherKinds, type PlacedIssue } from './other-kind.js';
import { pathGiven, short, written } from './paths.js';
import { suggestPath } from './suggest-path.js';

type Issue = z.core.$ZodIssue;

/** A scenario as it was read, which errors are about. */
interface ReadTree {
  readonly root: Located;
  /** The same without places. */
  readonly data: unknown;
  readonly kinds: Kinds;
}

/** Turns the errors of the schema into problems with places; see the convention in `fields.ts`. */
export function explain(
  issues: readonly Issue[],
  root: Located,
  data: unknown,
  kinds: Kinds = KINDS,
): Problem[] {
  return ofIssues(issues.slice(0, limits.problems), [], { root, data, kinds });
}

/** Of errors that are to be told together. */
function ofIssues(issues: readonly Issue[], prefix: Path, of: ReadTree): Problem[] {
  const placed = issues.map(
    (issue): PlacedIssue => ({ issue, path: [...prefix, ...stepsOf(issue)] }),
  );
  const changed = otherKinds(placed, of.root, of.data);
  return placed.flatMap((one) => {
    if (changed.some(({ missing }) => missing.includes(one))) return [];
    const told = changed.find(({ unknown }) => unknown === one);
    if (told === undefined) return ofIssue(one, of);
    return [told.problem, ...unknownKeys(one, of, told.keys)];
  });
}

function stepsOf({ path }: Issue): Path {
  return path.map((step) => (typeof step === 'number' ? step : String(step)));
}

function ofIssue(placed: PlacedIssue, of: ReadTree): Problem[] {
  const { issue, path } = placed;
  const { root, data } = of;
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((branch) => !branch.some(isMismatch));
    if (meant !== undefined) return ofIssues(meant, path, of);
  }
  if (issue.code === 'unrecognized_keys') return unknownKeys(placed, of);
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

/** @param told keys of which there is no more to say */
function unknownKeys(
  { issue, path }: PlacedIssue,
  { root, data, kinds }: ReadTree,
  told: readonly string[] = [],
): Problem[] {
  if (issue.code !== 'unrecognized_keys') return [];
  const known = choices(issue.message);
  const keys = issue.keys.filter((key) => !told.includes(key));
  return keys.slice(0, limits.problems).map((key) => {
    const place = keyPlaceOf(root, [...path, key]);
    return problemAt(
      place,
      `unknown key ${JSON.stringify(key)}${path.length === 0 ? '' : ` in ${written(path)}`}`,
      place.source.file === '--set'
        ? suggestPath(pathGiven(place) ?? [...path, key], data, kinds, known)
        : suggest(key, known),
    );
  });
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
