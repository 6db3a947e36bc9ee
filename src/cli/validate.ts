import type { Command } from 'commander';
import type { RouterPart } from '../effects/fault.js';
import { ExperimentRequest } from '../files/experiment-request.js';
import { moduleFileFault } from '../jobs/module-file.js';
import type { PartChoice } from '../loggers/choice.js';
import { fold, WIDTH } from '../report/kit/words.js';
import { type Problem, ScenarioError } from '../text/problems.js';
import { type Path, placeOf, problemAt, type Source } from '../text/tree.js';
import { readYaml } from '../text/yaml.js';
import { examples } from './arguments.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { warn } from './notices.js';

export function configure(command: Command, { io }: Invocation): void {
  command.argument('<scenario...>', 'scenario files, or names of shipped scenarios');
  examples(command, ['latsim validate mine.yaml', 'latsim validate 16x4 mine.yaml']).action(
    (files: string[]) => validate(io, files),
  );
}

/** Checks scenario files; all problems of all of them come at once. */
function validate({ stdout, stderr, cwd }: Io, files: readonly string[]): void {
  const problems: Problem[] = [];
  for (const file of files) {
    try {
      const request = new ExperimentRequest(cwd, file, {});
      const { scenario, hash, warnings } = request.loaded;
      warn(stderr, warnings);
      const source: Source = { ...request.loaded.source, kind: 'file' };
      const faults = [
        ...fileFault('logger', source, request.logger(undefined), ['logger', 'name']),
        ...fileFault('strategy', source, request.strategy, ['router', 'strategy']),
      ];
      if (faults.length > 0) {
        problems.push(...faults);
        continue;
      }
      const found = fold(`${file}: valid, ${scenario.name} ${hash}`, WIDTH - 2);
      stdout.write(`${found.join('\n  ')}\n`);
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** What is wrong with the file of a scenario's logger or strategy. It is looked at, and not run. */
function fileFault(
  part: RouterPart,
  source: Source,
  choice: PartChoice<unknown>,
  path: Path,
): Problem[] {
  if (choice.kind !== 'file') return [];
  const fault = moduleFileFault(choice.path, part);
  if (fault === undefined) return [];
  const message = `${part} ${choice.shown}${fault.what}`;
  const { root } = readYaml(source);
  return [
    root === null
      ? { file: source.file, message, remedy: fault.remedy }
      : problemAt(placeOf(root, path), message, fault.remedy),
  ];
}
