import type { Command } from 'commander';
import { ExperimentRequest } from '../files/experiment-request.js';
import { fold, WIDTH } from '../report/kit/words.js';
import { type Problem, ScenarioError } from '../text/problems.js';
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
      request.logger(undefined);
      const found = fold(`${file}: valid, ${scenario.name} ${hash}`, WIDTH - 2);
      stdout.write(`${found.join('\n  ')}\n`);
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ScenarioError(problems);
}
