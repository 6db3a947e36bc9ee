import { type Command, InvalidArgumentError, Option } from 'commander';
import { PROFILES } from '../model/profile.js';
import type { Shorthands } from '../scenario/overrides.js';
import { suggest } from '../text/problems.js';

/** The options of every command that runs experiments. */
export interface ExperimentOptions extends Shorthands {
  readonly replication?: number;
  readonly set?: readonly string[];
  readonly maxEvents?: number;
}

/** Adds them. */
export function experimentOptions(command: Command): Command {
  const replication = new Option('--replication <i>', 'run only this one of them, from 0');
  return scenarioOptions(command, [replication.argParser(whole(0))]);
}

/** Adds those that make sense where all replications are run. */
export function scenarioOptions(command: Command, more: readonly Option[] = []): Command {
  command
    .option('--seed <n>', 'key of all luck, 0 or more')
    .option('--seeds <k>', 'number of independent replications');
  for (const option of more) command.addOption(option);
  return command
    .option('--profile <name>', `version of LiteLLM: ${profiles.join(', ')}`)
    .option('--set <path=value>', 'override a field of the scenario; may be repeated', collect)
    .option('--margin <points>', 'equivalence margin of the verdict, in points of share')
    .option('--max-events <n>', 'allow runs of more than 1e8 events', whole(1));
}

export const profiles = PROFILES.map(({ name }) => name);

/** Reads the name of a profile. */
export function profile(given: string): string {
  if (profiles.includes(given)) return given;
  throw new InvalidArgumentError(sentence(suggest(given, profiles)));
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Gathers the values of an option that may be repeated. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** Reads a whole number; 1e9 is one. */
export function whole(
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): (given: string) => number {
  return (given) => {
    const value = /^\d+(e\d+)?$/i.test(given) ? Number(given) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
    const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `from ${min} to ${max}`;
    throw new InvalidArgumentError(`Write a whole number, ${range}.`);
  };
}
