import { PLAIN } from '../report/kit/style.js';
import { formatProblem, type Problem } from '../text/problems.js';

/** What is said where a report is of less than was asked for. */
export const INTERRUPTED = 'interrupted: only what was finished is reported';

/** Standard error, however it is come by. */
interface Sink {
  write(text: string): unknown;
}

/** How latsim begins what it says on stderr beside a result. */
export function said(message: string, style = PLAIN): string {
  return `${style.bad('latsim:')} ${message}`;
}

/** How it ends a complaint: with the command that shows the same again. */
export function replayed(replay: string, style = PLAIN): string {
  return style.faint(`replay: ${replay}`);
}

/** Says on stderr what is worth knowing beside the result. */
export function notice(stderr: Sink, message: string): void {
  stderr.write(`${said(message)}\n`);
}

/** Says on stderr what is no error and worth knowing: where something is read otherwise than written. */
export function warn(stderr: Sink, warnings: readonly Problem[]): void {
  for (const warning of warnings) notice(stderr, `warning: ${formatProblem(warning)}`);
}

/** Says on stderr why a command did not do what was asked, and how to see it again. */
export function complain(stderr: Sink, message: string, replay: string): void {
  stderr.write(`${said(message)}\n${replayed(replay)}\n`);
}
