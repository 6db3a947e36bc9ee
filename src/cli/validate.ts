import type { Command } from 'commander';
import { loadScenario } from '../files/load.js';
import { type Problem, ScenarioError } from '../text/problems.js';
import type { Context } from './context.js';
import type { Io } from './io.js';

export function configure(command: Command, { io }: Context): void {
  command
    .argument('<file...>', 'scenario files, or names of shipped scenarios')
    .action((files: string[]) => validate(io, files));
}

/** Checks scenario files; all problems of all of them come at once. */
function validate({ stdout, cwd }: Io, files: readonly string[]): void {
  const problems: Problem[] = [];
  for (const file of files) {
    try {
      const { scenario, hash } = loadScenario(file, { folder: cwd });
      stdout.write(`${file}: valid, ${scenario.name} ${hash}\n`);
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ScenarioError(problems);
}
