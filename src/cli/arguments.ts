import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  findProfile,
  PROFILE_NAMES,
  renamedProfile,
} from '../strategies/lowest-latency/profile.js';
import { profileRemedy } from '../strategies/lowest-latency/profile-remedy.js';
import { DEFAULT_MAX_MEMORY_MB, MOST_MEMORY_MB } from '../studies/memory-limit.js';
import { usageError } from '../text/failure.js';
import { parsePercent } from '../text/units.js';
import type { Io } from './io.js';
import { warn } from './notices.js';

/** Adds the options of every command that runs experiments. */
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
    .option('--profile <name>', PROFILE_OPTION)
    .option('--set <path=value>', 'override a field of the scenario; may be repeated', collect)
    .option('--margin <points>', 'equivalence margin of the verdict, in points of share')
    .option('--max-events <n>', 'allow runs of more than 1e8 events', whole(1))
    .option(
      '--max-memory <MB>',
      `allow runs that need more than ${DEFAULT_MAX_MEMORY_MB} MB of memory at once`,
      whole(1, MOST_MEMORY_MB),
    );
}

/** Adds the number of threads, to what simulates or explores. */
export function threadsOption(command: Command): Command {
  return command.option('--threads <n>', 'threads (default: one per core)', whole(1, 256));
}

/** Adds the switch for what a report says beside its answer. */
export function verboseOption(command: Command): Command {
  return command.option('--verbose', 'add the details: how it was set up, and every figure');
}

export const profiles = PROFILE_NAMES.join(', ');

/** What --profile is, where rules of LiteLLM apply. */
export const PROFILE_OPTION = `version of LiteLLM: ${profiles}`;

/** Reads the name of a profile; warns of a former one. @param naming see `profileRemedy` */
export function profile(
  { stderr }: Pick<Io, 'stderr'>,
  naming?: string,
): (given: string) => string {
  return (given) => {
    const found = findProfile(given);
    if (found === undefined) throw new InvalidArgumentError(sentence(profileRemedy(given, naming)));
    const renamed = renamedProfile(given);
    if (renamed !== undefined) warn(stderr, [{ file: '--profile', ...renamed }]);
    return found.name;
  };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Reads a logger where there can be but one: of two, one would be passed over in silence. Of other
 * options the last value holds, so that a script can add to a command.
 */
export function oneLogger(value: string, before: string | undefined): string {
  if (before === undefined || before === value) return value;
  throw usageError(
    `--logger is given twice: ${before} and ${value}`,
    'give it once; latsim compare takes several: --loggers a,b',
  );
}

/** Gathers the values of an option that may be repeated. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

interface Percentage {
  /** Whether the sign may be left out. */
  readonly bare?: boolean;
  /** Fractions from here on are taken. */
  readonly from?: number;
  /** Fractions below this are. */
  readonly below?: number;
  /** What to write. */
  readonly remedy: string;
}

/** Reads a percentage, as a fraction. */
export function percentage({
  bare = false,
  from = 0,
  below = Number.POSITIVE_INFINITY,
  remedy,
}: Percentage): (given: string) => number {
  return (given) => {
    try {
      const fraction = parsePercent(bare && !given.endsWith('%') ? `${given}%` : given);
      if (fraction >= from && fraction < below) return fraction;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
    throw new InvalidArgumentError(remedy);
  };
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
