import { canonical } from '../scenario/canonical.js';
import { type DataFile, dataFiles } from '../scenario/data-files.js';
import type { LoadedScenario } from '../scenario/loaded.js';
import type { Shorthands } from '../scenario/overrides.js';
import { parseScenario } from '../scenario/parse.js';
import { type Problem, ScenarioError } from '../text/problems.js';
import { besides, digest, findScenario, readNumbers, readText } from './read.js';

export interface LoadOptions {
  /** Overrides, `path=value`, applied in order. */
  readonly set?: readonly string[];
  /** Values of the options that set one field each: `--seed`. */
  readonly shorthands?: Shorthands;
  /** What a relative path is relative to; without it, the working folder of the process. */
  readonly folder?: string;
}

/**
 * Reads and checks a scenario: a path, or the bare name of a shipped one.
 *
 * @throws ScenarioError with every problem found.
 */
export function loadScenario(nameOrPath: string, options: LoadOptions = {}): LoadedScenario {
  const { set = [], shorthands = {}, folder = '.' } = options;
  const { path, shown: file } = findScenario(nameOrPath, folder);
  const text = readText(path, { shown: file, of: 'scenario' });
  const result = parseScenario(text, { file, set, shorthands });
  if (!result.ok) throw new ScenarioError(result.problems);
  const { scenario, written, listed } = result;
  const numbers = readAll(dataFiles(scenario), path);
  const contents = [...numbers].flat();
  const hash = digest([canonical(written), ...contents]);
  return { scenario, source: { file, path, text }, listed, hash, numbers };
}

function readAll(files: readonly DataFile[], scenarioPath: string): Map<string, Float64Array> {
  const numbers = new Map<string, Float64Array>();
  const problems: Problem[] = [];
  const done = new Set<string>();
  for (const { path, kind } of files) {
    const key = `${kind} ${path}`;
    if (done.has(key)) continue;
    done.add(key);
    try {
      numbers.set(path, readNumbers(besides(scenarioPath, path), kind));
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ScenarioError(problems);
  return numbers;
}
