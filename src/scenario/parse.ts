import { NOTHING_EXPECTED, resolveExpectations } from '../expectation/resolve.js';
import { distinct, type Problem } from '../text/problems.js';
import { type Located, plain, problemAt, type Source, valueAt } from '../text/tree.js';
import { readYaml } from '../text/yaml.js';
import { inconsistencies } from './consistency.js';
import { contextAsWritten } from './context.js';
import { explain } from './explain.js';
import { followed } from './follows.js';
import { underPresentNames } from './former-names.js';
import { KINDS, type Kinds } from './kinds.js';
import { applyOverrides, applyShorthands, applyStrategy, type Shorthands } from './overrides.js';
import { type ReadScenario, type Scenario, scenarioSchemaOf } from './schema.js';
import { caveatsOf, warningsOf } from './warnings.js';

export interface ParseOptions {
  /** How errors name the text; without folder and ending also the default name of the scenario. */
  readonly file: string;
  /** Overrides, `path=value`, applied in order. */
  readonly set?: readonly string[];
  /** The strategy, instead of the router's; what others have is left out of the router. */
  readonly strategy?: string | undefined;
  /** Values of the options that set one field each, applied after the overrides. */
  readonly shorthands?: Shorthands;
  /**
   * What the scenario may name, where that is not just what comes with latsim. Without kinds of
   * expectation, what is expected is left unread, for whoever does not judge.
   */
  readonly kinds?: Kinds;
  /** The text as it was read before, for whoever reads it many times. */
  readonly read?: ReadText | undefined;
}

/** A text as YAML, before anything is laid over it. */
export type ReadText = ReturnType<typeof readYaml>;

/** A scenario, or everything that is wrong with the text. */
export type ParseResult =
  | {
      readonly ok: true;
      readonly scenario: Scenario;
      /** As it is without the shorthands, but for what follows from `--profile`. */
      readonly written: Scenario;
      /** Whether it was written as a list of model groups, not as one with fleet and load. */
      readonly listed: boolean;
      /** What it says of LiteLLM. */
      readonly stated: ReadScenario['stated'];
      /** What follows from the LiteLLM that it names, as assumptions beside its own. */
      readonly follows: readonly string[];
      /** What is worth knowing beside what comes of it. */
      readonly warnings: readonly Problem[];
      /** As it was asked for, with places. */
      readonly root: Located;
      /** As it is written. */
      readonly read: ReadText;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads a scenario from YAML text. Pure: touches no file.
 *
 * Problems come all at once, in the order of the text, overrides last.
 */
export function parseScenario(text: string, options: ParseOptions): ParseResult {
  const source: Source = { file: options.file, text, kind: 'file' };
  const file = options.read ?? readYaml(source);
  if (file.root === null) return { ok: false, problems: inOrder(file.problems) };
  const notMap = whyNoMap(file.root);
  if (notMap !== null) return { ok: false, problems: [...file.problems, notMap] };

  const { file: name, set = [], strategy, shorthands = {}, kinds = KINDS } = options;
  const named = underPresentNames(file.root, kinds);
  const changed = applyOverrides(named.root, set, kinds);
  const asWritten = applyStrategy(changed.root, strategy, kinds);
  const asAsked = applyShorthands(asWritten.root, shorthands, kinds);
  const written = validated(asWritten.root, name, kinds);
  const asked = asAsked.root === asWritten.root ? written : validated(asAsked.root, name, kinds);
  const problems = [file, named, changed, asWritten, asAsked, written, asked].flatMap(
    (part) => part.problems,
  );
  if (problems.length > 0 || written.scenario === null || asked.scenario === null) {
    return { ok: false, problems: inOrder(problems) };
  }
  return {
    ok: true,
    scenario: asked.scenario,
    // What is recorded decides results, and nothing else reports it.
    written: { ...written.scenario, modelGroups: asked.scenario.modelGroups },
    listed: asked.listed,
    stated: asked.stated,
    follows: asked.follows,
    warnings: [...asWritten.leftOut, ...asked.warnings],
    root: asAsked.root,
    read: file,
  };
}

/** What a tree means, or what is wrong with it. */
function validated(root: Located, file: string, kinds: Kinds) {
  const data = plain(root);
  const result = scenarioSchemaOf(kinds).safeParse(data);
  const expect =
    kinds.expectations.length === 0
      ? NOTHING_EXPECTED
      : resolveExpectations(root, contextAsWritten(data), kinds.expectations);
  const problems = [
    ...(result.success ? [] : explain(result.error.issues, root, data, kinds)),
    ...inconsistencies(root, data),
    ...expect.problems,
  ];
  const listed = valueAt(data, ['modelGroups']) !== undefined;
  if (!result.success) return { scenario: null, problems, listed, follows: [], warnings: [] };
  const { name = baseName(file), stated, ...rest } = result.data;
  const follows = followed(result.data, root, data, kinds);
  const { router, modelGroups, notes, warnings } = follows;
  const scenario: Scenario = {
    name,
    ...rest,
    router,
    modelGroups,
    expect: expect.expectations,
  };
  return {
    scenario,
    problems: [...problems, ...follows.problems],
    listed,
    stated,
    follows: notes,
    warnings: [...warningsOf(root, data), ...warnings, ...caveatsOf(root, scenario, kinds, stated)],
  };
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

/** In the order of the text; overrides, which have no lines, last and as they come. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const line = (problem: Problem) => problem.line ?? Number.MAX_SAFE_INTEGER;
  const column = (problem: Problem) => (problem.line === undefined ? 0 : (problem.column ?? 0));
  return distinct(problems).sort((a, b) => line(a) - line(b) || column(a) - column(b));
}

/** `scenarios/16x4.yaml`: 16x4. */
export function baseName(file: string): string {
  const base = file.replace(/^.*[/\\]/, '').replace(/\.(ya?ml|json)$/i, '');
  return base === '' ? 'scenario' : base;
}
