import { type Command, CommanderError } from 'commander';
import { nearest } from '../text/problems.js';

/** What options are called that have had another name at first. */
const NOW: ReadonlyMap<string, string> = new Map([
  ['--seeds', '--replications'],
  ['--max-seeds', '--max-replications'],
  ['--loggers', '--logger'],
  ['--workers', '--threads'],
  ['--model-name', '--model-group'],
  ['--strategy', '--search'],
]);

/**
 * An error of commander, with the option that is meant where one was given by (nearly) a name that it
 * has elsewhere, or had at first. What commander suggests itself stays, but for an exact name.
 * @param command the one that does not know the option
 */
export function withFormerName(error: CommanderError, command: Command): CommanderError {
  const [, flag] = /unknown option '(--[^'=]+)/.exec(error.message) ?? [];
  if (error.code !== 'commander.unknownOption' || flag === undefined) return error;
  if (error.message.includes('(Did you mean') && !NOW.has(flag)) return error;
  const known = new Set(command.options.map(({ long }) => long));
  const usable = [...NOW].filter(([, now]) => known.has(now)).map(([former]) => former);
  const meant = NOW.get(nearest(flag, usable) ?? '');
  if (meant === undefined) return error;
  const [first] = error.message.split('\n');
  const message = `${first}\n(Did you mean ${meant}?)`;
  return new CommanderError(error.exitCode, error.code, message);
}
