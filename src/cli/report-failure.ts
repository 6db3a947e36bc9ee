import { CommanderError } from 'commander';
import { tool } from '../files/tool.js';
import type { Style } from '../report/kit/style.js';
import { CommandError, EXIT, type Failure, failureOf } from '../text/failure.js';
import { formatProblems, remedyLines, ScenarioError, suggest } from '../text/problems.js';
import { commandLine } from '../text/shell.js';
import { bySources } from './by-sources.js';
import { COMMANDS } from './commands.js';
import type { Io } from './io.js';
import { messageWidth, replayed, said } from './notices.js';
import { styleFor } from './terminal.js';

/**
 * Shows on stderr why a command failed and what to do about it: where it was mistyped, the command that
 * says what may be written, else the one that was given.
 * @returns the exit code
 */
export function report(
  error: unknown,
  io: Pick<Io, 'stderr' | 'env' | 'platform'>,
  args: readonly string[],
  color: boolean | undefined,
): number {
  const style = styleFor(io, io.stderr, color);
  const width = messageWidth(io.stderr);
  const { code, text } = described(error, io.platform, style, width);
  io.stderr.write(`${[text, ...ending(error, args, style, width)].join('\n')}\n`);
  return code;
}

/** The last lines: none where the remedy already ends in what to type next. */
function ending(error: unknown, args: readonly string[], style: Style, width: number): string[] {
  if (hasCommand(error)) return [];
  if (isMistyped(error)) {
    return remedyLines('how it is used:', style.command(helpFor(args)), width);
  }
  // It stands apart from problems of files.
  const gap = error instanceof ScenarioError ? [''] : [];
  return [...gap, ...narrowed(error, args, style, width), replayed(args, style)];
}

/** What shows a failure of one replication again without the others. */
function narrowed(error: unknown, args: readonly string[], style: Style, width: number): string[] {
  if (!(error instanceof CommandError) || error.narrower === undefined) return [];
  const { replication } = error.failure;
  const isAlone = args.some((one) => one.startsWith('--replication'));
  if (replication === undefined || isAlone) return [];
  const says = `replication ${replication} alone:`;
  return remedyLines(says, style.command(error.narrower), width);
}

function hasCommand(error: unknown): boolean {
  if (error instanceof ScenarioError) return error.problems.every(({ command }) => command);
  return error instanceof CommandError && error.failure.command !== undefined;
}

/** Whether the command line is wrong, and not what it names. */
function isMistyped(error: unknown): boolean {
  if (error instanceof CommanderError) return true;
  if (error instanceof ScenarioError) {
    return error.problems.every(({ file, mistyped }) => mistyped || file.startsWith('--'));
  }
  return error instanceof CommandError && error.failure.mistyped === true && !error.narrower;
}

/** The command that says how the one that was given is used. */
function helpFor(args: readonly string[]): string {
  const command = args.find((arg) => COMMANDS.some(({ name }) => name === arg));
  return commandLine([...(command === undefined ? [] : [command]), '--help']);
}

function described(error: unknown, platform: string, style: Style, width: number) {
  if (error instanceof ScenarioError) {
    const problems = error.problems.map((problem) =>
      problem.command === undefined
        ? problem
        : { ...problem, command: style.command(problem.command) },
    );
    return { code: EXIT.usage, text: formatProblems(problems, width) };
  }
  if (error instanceof CommanderError)
    return { code: EXIT.usage, text: usageText(error, style, width) };
  const failure = failureOf(error);
  return { code: failure.code, text: failureText(failure, platform, style, width) };
}

function failureText(failure: Failure, platform: string, style: Style, width: number): string {
  const { message, remedy, command, stack } = failure;
  const does = command === undefined ? undefined : style.command(command);
  const lines = [said(message, width, style), ...remedyLines(remedy, does, width)];
  if (stack !== undefined) {
    lines.push(`latsim ${tool().version}, ${platform}`, bySources(stack));
  }
  return lines.join('\n');
}

/** What commander says of an argument that is none of its choices. */
const CHOICE =
  /^command-argument value '(.*)' is invalid for argument '(.*)'\. Allowed choices are (.*)\.$/s;

/** What commander found wrong with the command line; its suggestion follows on a line of its own. */
function usageText({ code, message }: CommanderError, style: Style, width: number): string {
  if (code === 'commander.help') return said('no command was given', width, style);
  const [first = '', suggestion] = message.replace(/^error: /, '').split('\n');
  const [, value, argument, choices] = CHOICE.exec(first) ?? [];
  if (value !== undefined && choices !== undefined) {
    const remedy = suggest(value, choices.split(', '));
    return [
      said(`'${value}' is not a ${argument}`, width, style),
      ...remedyLines(remedy, undefined, width),
    ].join('\n');
  }
  const lines = [said(first, width, style)];
  if (suggestion !== undefined) {
    lines.push(...remedyLines(suggestion.replace(/^\(D(.*)\)$/, 'd$1'), undefined, width));
  }
  return lines.join('\n');
}
