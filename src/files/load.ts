import { hasKeysOfScenario, litellmFile, misplaced } from '../litellm/recognise.js';
import { LOGGER_NAMES } from '../loggers/index.js';
import { canonical } from '../scenario/canonical.js';
import { compileTraffic } from '../scenario/compile.js';
import { type DataFile, dataFiles } from '../scenario/data-files.js';
import type { LoadedScenario } from '../scenario/loaded.js';
import type { Shorthands } from '../scenario/overrides.js';
import { parseScenario } from '../scenario/parse.js';
import type { Scenario } from '../scenario/schema.js';
import { overloadsOf } from '../scenario/warnings.js';
import { type Problem, ScenarioError } from '../text/problems.js';
import { type Located, type Place, placeOf, problemAt } from '../text/tree.js';
import { pathIn } from './paths.js';
import {
  besides,
  digest,
  type FoundScenario,
  findScenario,
  readNumbers,
  readText,
} from './read.js';
import { unreadableAt } from './unreadable.js';

export interface LoadOptions {
  /** Overrides, `path=value`, applied in order. */
  readonly set?: readonly string[];
  /** The strategy, instead of the router's. */
  readonly strategy?: string | undefined;
  /** Values of the options that set one field each: `--seed`. */
  readonly shorthands?: Shorthands;
  /** What a relative path is relative to; without it, the working folder of the process. */
  readonly folder?: string;
  /** The numbers of each file that the scenario names, by the path as written there; else read. */
  readonly numbers?: ReadonlyMap<string, Float64Array> | undefined;
}

/** A scenario that is in no file: its text. */
export interface ScenarioText {
  readonly text: string;
}

/** A scenario as it is asked for: a path, the bare name of a shipped one, its text, or a file as it was read. */
export type ScenarioSource = string | ScenarioText | LoadedScenario['source'];

/** How messages and commands name a scenario. */
export function scenarioName(source: ScenarioSource): string {
  if (typeof source === 'string') return source;
  return 'file' in source ? source.file : 'scenario';
}

/**
 * Reads and checks a scenario. What a text names is relative to the folder.
 *
 * @throws ScenarioError with every problem found.
 */
export function loadScenario(asked: ScenarioSource, options: LoadOptions = {}): LoadedScenario {
  const { set = [], strategy, shorthands = {}, folder = '.' } = options;
  const { file, path, text, read } = sourceOf(asked, folder);
  const result = parseScenario(text, { file, set, strategy, shorthands, read });
  if (!result.ok) {
    const found = litellmFile(text);
    if (found !== undefined) throw new ScenarioError([misplaced(file, found, 'a scenario')]);
    throw new ScenarioError(
      hasKeysOfScenario(text)
        ? result.problems
        : result.problems.map((one) => (one.file === file ? unquoted(one) : one)),
    );
  }
  const { scenario, written, listed, stated, follows, warnings, root } = result;
  const numbers = readAll(dataFiles(scenario, listed), root, path, options.numbers);
  const contents = [...numbers].flat();
  const hash = digest([canonical(written), ...contents]);
  const overloads = hasCapacity(scenario)
    ? overloadsOf(root, compileTraffic(scenario, { numbers }), listed)
    : [];
  return {
    scenario,
    source: { file, path, text, read: result.read },
    listed,
    stated,
    follows,
    warnings: [...warnings, ...overloads],
    hash,
    numbers,
  };
}

/** Spares what has none: with large files of numbers it takes a while to make. */
function hasCapacity({ modelGroups }: Scenario): boolean {
  return modelGroups.some(({ groups }) => groups.every(({ capacity }) => capacity !== undefined));
}

/** Nobody knows what a text is that has no key of a scenario: none of its lines is shown. */
function unquoted({ sourceLine: _, ...problem }: Problem): Problem {
  return problem;
}

function sourceOf(asked: ScenarioSource, folder: string): LoadedScenario['source'] {
  if (typeof asked !== 'string') {
    if ('file' in asked) return asked;
    const file = scenarioName(asked);
    return { file, path: pathIn(folder, file), text: asked.text };
  }
  const { path, shown: file } = found(asked, folder);
  return { file, path, text: readText(path, { shown: file, of: 'scenario' }) };
}

/** @throws ScenarioError where there is none, or where what is named is a logger */
function found(asked: string, folder: string): FoundScenario {
  const isModule = /\.[cm]?[jt]s$/.test(asked);
  try {
    if (!isModule) return findScenario(asked, folder);
  } catch (error) {
    if (!LOGGER_NAMES.includes(asked)) throw error;
  }
  const message = 'this is a logger, not a scenario';
  const remedy = `name it with --logger: --logger ${asked}`;
  throw new ScenarioError([{ file: asked, message, remedy, mistyped: true }]);
}

function readAll(
  files: readonly DataFile[],
  root: Located,
  scenarioPath: string,
  given: LoadOptions['numbers'],
): Map<string, Float64Array> {
  const numbers = new Map<string, Float64Array>();
  const problems: Problem[] = [];
  const done = new Set<string>();
  for (const { path, kind, at } of files) {
    const key = `${kind} ${path}`;
    if (done.has(key)) continue;
    done.add(key);
    const place = placeOf(root, at);
    const absolute = besides(scenarioPath, path);
    try {
      const read = () =>
        readNumbers(absolute, kind, (error) => unreadableAt(place, path, absolute, error));
      numbers.set(path, given?.get(path) ?? read());
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      problems.push(...error.problems.map((problem) => placed(problem, place, path)));
    }
  }
  if (problems.length > 0) throw new ScenarioError(problems);
  return numbers;
}

/** What is wrong with a file as a whole stands where the scenario names it. */
function placed(problem: Problem, place: Place, path: string): Problem {
  if (problem.line !== undefined || problem.column !== undefined) return problem;
  return problemAt(place, `"${path}": ${problem.message}`, problem.remedy);
}
