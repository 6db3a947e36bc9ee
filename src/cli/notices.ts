import { PLAIN, type Style } from '../report/kit/style.js';
import { formatProblem, hanging, type Problem } from '../text/problems.js';
import { commandLine } from '../text/shell.js';
import type { Invocation } from './invocation.js';
import { styleFor } from './terminal.js';

/** What is said where a report is of less than was asked for. */
export const INTERRUPTED = 'interrupted: only what was finished is reported';

/** Standard error, however it is come by. */
interface Sink {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const MARK = 'latsim:';

/**
 * Where messages are broken: at the edge of a terminal, and nowhere in a file or a pipe, in which
 * somebody may look for them.
 */
export function messageWidth({ isTTY, columns }: Pick<Sink, 'isTTY' | 'columns'>): number {
  return isTTY === true && columns ? columns : Number.POSITIVE_INFINITY;
}

/** How latsim begins what it says on stderr beside a result; what is indented stays as it is. */
export function said(message: string, width: number, style: Style = PLAIN): string {
  const [first = '', ...more] = message.split('\n');
  const lines = [
    ...hanging(MARK, first, width),
    ...more.flatMap((line) => (/^\s|^$/.test(line) ? line : hanging('   ', line, width))),
  ].join('\n');
  return `${style.bad(MARK)}${lines.slice(MARK.length)}`;
}

/** How it ends a complaint: with the command that was given, as a shell takes it. */
export function replayed(args: readonly string[], style: Style): string {
  return style.faint(`replay: ${style.command(commandLine(args))}`);
}

/** Says on stderr what is worth knowing beside the result. */
export function notice(stderr: Sink, message: string): void {
  stderr.write(`${said(message, messageWidth(stderr))}\n`);
}

/** Says on stderr what is no error and worth knowing: where something is read otherwise than written. */
export function warn(stderr: Sink, warnings: readonly Problem[]): void {
  for (const warning of warnings) notice(stderr, `warning: ${formatProblem(warning)}`);
}

/** Says on stderr why a command did not do what was asked, and how to see it again. */
export function complain(
  { io, args }: Pick<Invocation, 'io' | 'args'>,
  message: string,
  color: boolean | undefined,
): void {
  const style = styleFor(io, io.stderr, color);
  io.stderr.write(`${said(message, messageWidth(io.stderr))}\n${replayed(args, style)}\n`);
}
