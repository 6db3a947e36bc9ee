import type * as z from 'zod';
import type { Problem } from '../text/problems.js';
import { shellWord } from '../text/shell.js';
import {
  childOf,
  keyPlaceOf,
  type Located,
  type MapEntry,
  type Path,
  plain,
  problemAt,
  valueAt,
} from '../text/tree.js';
import { pathGiven, written } from './paths.js';
import { inFlow } from './write.js';

/** An error of the schema, and where it is in the scenario. */
export interface PlacedIssue {
  readonly issue: z.core.$ZodIssue;
  readonly path: Path;
}

/** A map that is of another kind by `--set`, while the scenario sets what has a meaning for the kind before. */
export interface OtherKind {
  readonly problem: Problem;
  /** The error that names these keys of the scenario, beside others maybe. */
  readonly unknown: PlacedIssue;
  readonly keys: readonly string[];
  /** Errors about what the kind lacks: it is in the map that the problem proposes instead. */
  readonly missing: readonly PlacedIssue[];
}

/** All such maps that a scenario has by its errors. */
export function otherKinds(
  issues: readonly PlacedIssue[],
  root: Located,
  data: unknown,
): OtherKind[] {
  return issues.flatMap((unknown): OtherKind[] => {
    const { issue, path } = unknown;
    if (issue.code !== 'unrecognized_keys') return [];
    const map = mapAt(root, path);
    const [key, kind] = [...map].find(([name]) => KIND_KEYS.includes(name)) ?? [];
    if (key === undefined || kind === undefined) return [];
    // Where the whole map is given, its keys are the argument's own.
    if (pathGiven(kind.keyAt) === undefined) return [];
    const keys = issue.keys.filter(
      (one) => keyPlaceOf(root, [...path, one]).source.kind === 'file',
    );
    if (keys.length === 0) return [];
    const missing = issues.filter((one) => isMissing(one, path, data));
    const together = issues.filter((one) => one.issue.code === 'custom' && isAt(one, path));
    const kept = [...map].filter(([name]) => !issue.keys.includes(name));
    const whole = [
      ...kept.map(([name, { node }]) => `${name}: ${inOneLine(node)}`),
      ...missing.map((one) => `${one.path.at(-1)}: ${exampleIn(one.issue.message)}`),
      ...together.map(() => '...'),
    ].join(', ');
    const quoted = keys.map((one) => JSON.stringify(one)).join(', ');
    const problem = problemAt(
      kind.keyAt,
      `${written([...path, key])}: ${plain(kind.node)} has no ${quoted}, which the scenario sets`,
      [
        `replace the whole: --set ${shellWord(`${written(path)}={${whole}}`)}`,
        ...together.map((one) => one.issue.message),
      ].join('; '),
    );
    return [{ problem, unknown, keys, missing: [...missing, ...together] }];
  });
}

/** What says of which kind a map is. */
const KIND_KEYS: readonly string[] = ['kind', 'distribution'];

function mapAt(root: Located, path: Path): ReadonlyMap<string, MapEntry> {
  const node = path.reduce<Located | undefined>((at, step) => at && childOf(at, step), root);
  return node?.value.kind === 'map' ? node.value.entries : new Map();
}

/** Whether an error is that a key of a map is missing. */
function isMissing({ issue, path }: PlacedIssue, map: Path, data: unknown): boolean {
  return (
    issue.code !== 'unrecognized_keys' &&
    isAt({ path: path.slice(0, -1) }, map) &&
    path.length > map.length &&
    valueAt(data, path) === undefined
  );
}

function isAt({ path }: Pick<PlacedIssue, 'path'>, map: Path): boolean {
  return path.length === map.length && map.every((step, i) => path[i] === step);
}

/** A value as it may stand in a map in one line: JSON is YAML. */
function inOneLine(node: Located): string {
  const value = plain(node);
  return typeof value === 'string' ? inFlow(value) : JSON.stringify(value);
}

/** An example of what is expected: `2.5/s` of "..., such as 2.5/s or 160/min", or the first number in it. */
function exampleIn(expected: string): string {
  const shown = /such as (\S+?),?(?: |$)/.exec(expected)?.[1];
  return shown ?? /\d+/.exec(expected)?.[0] ?? '...';
}
