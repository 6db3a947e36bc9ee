import { resolveExpectations } from '../expectation/resolve.js';
import type { Problem } from '../text/problems.js';
import { type Located, plain, problemAt, type Source } from '../text/tree.js';
import { readYaml } from '../text/yaml.js';
import { inconsistencies } from './consistency.js';
import { contextAsWritten } from './context.js';
import { explain } from './explain.js';
import type { Kinds } from './kinds.js';
import { applyOverrides } from './overrides.js';
import { type Scenario, scenarioSchema, scenarioSchemaOf } from './schema.js';

export interface ParseOptions {
  /** How errors name the text; without folder and ending also the default name of the scenario. */
  readonly file: string;
  /** Overrides, `path=value`, applied in order. */
  readonly set?: readonly string[];
  /** What the scenario may name, where that is more than comes with latsim. */
  readonly kinds?: Kinds;
}

/** A scenario, or everything that is wrong with the text. */
export type ParseResult =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads a scenario from YAML text. Pure: touches no file.
 *
 * Problems come all at once, in the order of the text, overrides last.
 */
export function parseScenario(text: string, options: ParseOptions): ParseResult {
  const source: Source = { file: options.file, text, kind: 'file' };
  const file = readYaml(source);
  if (file.root === null) return { ok: false, problems: inOrder(file.problems) };
  const notMap = whyNoMap(file.root);
  if (notMap !== null) return { ok: false, problems: [...file.problems, notMap] };

  const { root, problems } = applyOverrides(file.root, options.set ?? []);
  problems.unshift(...file.problems);
  const data = plain(root);
  const { kinds } = options;
  const schema = kinds === undefined ? scenarioSchema : scenarioSchemaOf(kinds);
  const result = schema.safeParse(data);
  if (!result.success) problems.push(...explain(result.error.issues, root, data));
  problems.push(...inconsistencies(root, data));
  const expect = resolveExpectations(root, contextAsWritten(data));
  problems.push(...expect.problems);
  if (problems.length > 0 || !result.success) return { ok: false, problems: inOrder(problems) };
  const { name = baseName(options.file), ...rest } = result.data;
  return { ok: true, scenario: { name, ...rest, expect: expect.expectations } };
}

function whyNoMap(root: Located): Problem | null {
  const { value } = root;
  if (value.kind === 'map') return null;
  const remedy = 'write keys such as fleet:, load: and duration: at the top level';
  const place = { ...root.at, offset: value.kind === 'scalar' ? 0 : root.at.offset };
  if (value.kind === 'list') return problemAt(place, 'a scenario is a map, not a list', remedy);
  if (value.scalar === null) return problemAt(place, 'there is nothing in this file', remedy);
  return problemAt(place, 'this is plain text, not a scenario', remedy);
}

/**
 * In the order of the text; overrides, which have no lines, last and as they come. What an alias
 * repeats is said once.
 */
function inOrder(problems: readonly Problem[]): Problem[] {
  const line = (problem: Problem) => problem.line ?? Number.MAX_SAFE_INTEGER;
  const column = (problem: Problem) => (problem.line === undefined ? 0 : (problem.column ?? 0));
  const key = ({ file, line, column, message }: Problem) =>
    JSON.stringify([file, line, column, message]);
  const distinct = new Map(problems.map((problem) => [key(problem), problem]));
  return [...distinct.values()].sort((a, b) => line(a) - line(b) || column(a) - column(b));
}

/** `scenarios/16x4.yaml`: 16x4. */
export function baseName(file: string): string {
  const base = file.replace(/^.*[/\\]/, '').replace(/\.(ya?ml|json)$/i, '');
  return base === '' ? 'scenario' : base;
}
