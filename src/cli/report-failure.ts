import { CommanderError } from 'commander';
import { tool } from '../files/tool.js';
import type { Style } from '../report/kit/style.js';
import { CommandError, EXIT, type Failure, failureOf } from '../text/failure.js';
import { formatProblems, ScenarioError } from '../text/problems.js';
import { commandLine } from '../text/shell.js';
import { COMMANDS } from './commands.js';
import type { Io } from './io.js';
import { replayed, said } from './notices.js';
import { styleFor } from './terminal.js';

/**
 * Shows on stderr why a command failed, what to do about it, and the command that replays it.
 * @returns the exit code
 */
export function report(
  error: unknown,
  io: Pick<Io, 'stderr' | 'env' | 'platform'>,
  args: readonly string[],
  color: boolean | undefined,
): number {
  const style = styleFor(io, io.stderr, color);
  const replay = (error instanceof CommandError && error.replay) || commandLine(args);
  const { code, text } = described(error, io.platform, args, style);
  io.stderr.write(`${text}\n${replayed(replay, style)}\n`);
  return code;
}

function described(error: unknown, platform: string, args: readonly string[], style: Style) {
  if (error instanceof ScenarioError) {
    return { code: EXIT.usage, text: `${formatProblems(error.problems)}\n` };
  }
  if (error instanceof CommanderError) {
    return { code: EXIT.usage, text: usageText(error, args, style) };
  }
  const failure = failureOf(error);
  return { code: failure.code, text: failureText(failure, platform, style) };
}

function failureText(failure: Failure, platform: string, style: Style): string {
  const { message, remedy, stack } = failure;
  const lines = [said(message, style), `  = ${remedy}`];
  if (stack !== undefined) {
    lines.push(`latsim ${tool().version}, ${platform}`, stack);
  }
  return lines.join('\n');
}

/** What commander found wrong with the command line; its suggestion follows on a line of its own. */
function usageText({ code, message }: CommanderError, args: readonly string[], style: Style) {
  const command = COMMANDS.find(({ name }) => name === args[0]);
  const help = `  = latsim ${command === undefined ? '' : `${command.name} `}--help shows how`;
  if (code === 'commander.help') return `${said('no command was given', style)}\n${help}`;
  const [first = '', suggestion] = message.replace(/^error: /, '').split('\n');
  const lines = [said(first, style)];
  if (suggestion !== undefined) lines.push(`  = ${suggestion.replace(/^\(D(.*)\)$/, 'd$1')}`);
  return [...lines, help].join('\n');
}
