import { formatProblem, type Problem } from '../text/problems.js';

/** Tells a program what is worth knowing beside an answer: on stderr, or who listens for 'warning'. */
export function warnProgram(warnings: readonly Problem[]): void {
  for (const warning of warnings) process.emitWarning(formatProblem(warning), 'LatsimWarning');
}
