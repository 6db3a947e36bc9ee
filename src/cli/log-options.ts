import { type Command, InvalidArgumentError, Option } from 'commander';
import type { LogOptions } from '../litellm/logs.js';
import { COLUMNS, type ColumnName } from '../litellm/spend-row.js';
import { usageError } from '../text/failure.js';
import { collect, GROUPS, grouped, percentage } from './arguments.js';

/** The options of every command that reads a LiteLLM spend log. */
export interface LogCliOptions {
  readonly column?: ReadonlyMap<ColumnName, string>;
  readonly allowDamaged?: number;
  readonly allowUnplaced?: number;
  readonly allowJumps?: true;
  readonly assumeUtc?: true;
}

/**
 * Adds the log itself: several files behind the option, or the option several times.
 * @param text what the option is for
 */
export function logsOption(command: Command, text: string): Command {
  return command
    .argument('[logs...]', 'further files of the log, behind --logs')
    .option('--logs <file>', text, collect);
}

/** The files of a log. @throws CommandError where there are some without the option */
export function logsOf(
  given: readonly string[] | undefined,
  more: readonly string[],
): readonly string[] | undefined {
  if (given === undefined && more.length > 0) {
    throw usageError(`${more[0]} is one file too many`, `is it a log? --logs ${more.join(' ')}`);
  }
  return given && [...given, ...more];
}

/** Adds them. */
export function logOptions(command: Command): Command {
  return grouped(command, GROUPS.log, [
    new Option('--column <name=other>', 'what the log calls a column; may be repeated').argParser(
      column,
    ),
    new Option(
      '--allow-damaged <percent>',
      'skip damaged rows, up to this share of them (default: 1)',
    ).argParser(percent),
    new Option(
      '--allow-unplaced <percent>',
      'leave out answers of no known group, up to this share (default: 1)',
    ).argParser(percent),
    new Option('--allow-jumps', 'take a log whose clock jumps as it is'),
    new Option('--assume-utc', 'read times without a zone as UTC'),
  ]);
}

/** What the reader is told. */
export function logOptionsOf(options: LogCliOptions): LogOptions {
  const { column, allowDamaged, allowJumps = false, assumeUtc = false } = options;
  return {
    ...(column !== undefined && { columns: column }),
    ...(allowDamaged !== undefined && { allowDamaged }),
    allowJumps,
    assumeUtc,
  };
}

const percent = percentage({ bare: true, remedy: 'Write per cent from 0 to 100, such as 5.' });

function column(
  given: string,
  before: ReadonlyMap<ColumnName, string> = new Map(),
): ReadonlyMap<ColumnName, string> {
  const at = given.indexOf('=');
  const [name, other] = [given.slice(0, at), given.slice(at + 1)];
  const known = COLUMNS.find((each) => each === name);
  if (at > 0 && other !== '' && known !== undefined) return new Map([...before, [known, other]]);
  throw new InvalidArgumentError(`Write NAME=OTHER; NAME is one of ${COLUMNS.join(', ')}.`);
}
