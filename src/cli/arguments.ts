import { type Command, InvalidArgumentError, Option } from 'commander';
import { readPrecision } from '../measure/precision/written.js';
import { FEWEST_REPLICATIONS } from '../stats/interval.js';
import {
  findProfile,
  PROFILE_NAMES,
  renamedProfile,
} from '../strategies/lowest-latency/profile.js';
import { profileRemedy } from '../strategies/lowest-latency/profile-remedy.js';
import { DEFAULT_MAX_MEMORY_MB, MOST_MEMORY_MB } from '../studies/memory-limit.js';
import { DEFAULT_MAX_REPLICATIONS, MOST_REPLICATIONS } from '../studies/replication-limits.js';
import { usageError } from '../text/failure.js';
import { formatDuration, parseDuration, parsePercent } from '../text/units.js';
import type { Io } from './io.js';
import { warn } from './notices.js';

/** Headings of help, below the options that are usual. */
export const GROUPS = {
  program: 'What is tried:',
  faults: 'Faults:',
  log: 'Reading the log:',
  limits: 'Limits:',
  advanced: 'Advanced:',
} as const;

/** Adds options under a heading of help. */
export function grouped(command: Command, heading: string, options: readonly Option[]): Command {
  for (const option of options) command.addOption(option.helpGroup(heading));
  return command;
}

/** What the action of a command is given: its own options, and those of all commands. */
export function given<Options>(command: Command): Options {
  return command.optsWithGlobals() as Options;
}

/** Adds commands that work, for the end of the help. */
export function examples(command: Command, lines: readonly string[]): Command {
  return command.addHelpText(
    'after',
    `\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}`,
  );
}

/** Adds the scenario that a command is about. */
export function scenarioArgument(command: Command): Command {
  return command.argument('<scenario>', SCENARIO);
}

/** The same where it may be left out. */
export function optionalScenario(command: Command): Command {
  return command.argument('[scenario]', SCENARIO);
}

const SCENARIO = 'file, or name of a shipped scenario (see latsim list)';

/** Adds the options of every command that runs experiments. */
export function experimentOptions(command: Command): Command {
  const replication = new Option('--replication <i>', 'run this replication alone, from 0');
  return scenarioOptions(command, [replication.argParser(whole(0))]);
}

/** Adds how precise a run is to be, and what follows where it is not. @param undecided what else may be open */
export function precisionOptions(command: Command, undecided = ''): Command {
  command.addOption(
    new Option(
      '--precision <w>',
      'add replications to the first ones until every share is known to so many points at 95%, such as 1; or the mean latency: latency=5%',
    ).argParser(precision),
  );
  command.option('--strict', `exit with 4 where it is not as precise as asked${undecided}`);
  return grouped(command, GROUPS.limits, [
    new Option(
      '--max-replications <k>',
      `add no more than this many (default: ${DEFAULT_MAX_REPLICATIONS})`,
    ).argParser(whole(FEWEST_REPLICATIONS, MOST_REPLICATIONS)),
  ]);
}

function precision(given: string): ReturnType<typeof readPrecision> {
  try {
    return readPrecision(given);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InvalidArgumentError(error.message);
  }
}

/** Adds those that make sense where all replications are run. */
export function scenarioOptions(command: Command, more: readonly Option[] = []): Command {
  replicationsOption(command, 'number of independent replications');
  command.addOption(setOption());
  grouped(command, GROUPS.limits, [
    new Option('--max-events <n>', 'allow runs of more than 1e8 events').argParser(whole(1)),
    new Option(
      '--max-memory <MB>',
      `allow runs that need more than ${DEFAULT_MAX_MEMORY_MB} MB of memory at once`,
    ).argParser(whole(1, MOST_MEMORY_MB)),
  ]);
  return grouped(command, GROUPS.advanced, [
    seedOption(),
    ...more,
    new Option('--profile <name>', PROFILE_OPTION),
    new Option('--margin <points>', 'equivalence margin of the verdict, in points of share'),
  ]);
}

/** Adds the number of replications. */
export function replicationsOption(
  command: Command,
  text: string,
  read?: (given: string) => number,
): Command {
  const option = (flags: string) => {
    const made = new Option(flags, text);
    return read === undefined ? made : made.argParser(read);
  };
  return renamed(command, option('-n, --replications <k>'), option('--seeds <k>'));
}

export function seedOption(): Option {
  return new Option('--seed <n>', 'seed of the random numbers, 0 or more');
}

export function setOption(): Option {
  return new Option(
    '--set <path=value>',
    'override a field of the scenario; may be repeated',
  ).argParser(collect);
}

/** Adds the one logger that a command is about. */
export function loggerOption(command: Command, text: string): Command {
  return command.option('-l, --logger <name|file>', text, oneLogger);
}

/** Adds the loggers of a command that takes several. */
export function loggersOption(command: Command, text: string): Command {
  return command.option('-l, --logger <name|file>', text, collect);
}

/** Adds the one strategy that a command is about, which is also `--set router.strategy=`. */
export function strategyOption(command: Command): Command {
  return command.option(
    '--strategy <name|file>',
    'route by this strategy (see latsim list), or by ./file.mjs',
  );
}

/** Adds the strategies of a command that takes several. */
export function strategiesOption(command: Command, text: string): Command {
  return command.option('--strategy <name|file>', text, collect);
}

/** Adds the name of a model group. */
export function modelGroupOption(command: Command, text: string): Command {
  return renamed(
    command,
    new Option('--model-group <name>', text),
    new Option('--model-name <name>', text),
  );
}

/** Adds the number of threads, to what simulates or explores. */
export function threadsOption(command: Command): Command {
  return grouped(command, GROUPS.limits, [threads('--threads <n>')]);
}

export function threads(flags: string): Option {
  return new Option(flags, 'threads (default: one per core)').argParser(whole(1, 256));
}

/** Adds the switch for what a report says beside its answer. */
export function verboseOption(command: Command): Command {
  return command.option('--verbose', 'add the details: how it was set up, and every figure');
}

/**
 * Adds an option, and the one that it took the place of: that is still read, and no longer shown.
 * Both are fine where they say the same.
 * @param former takes the same values
 */
export function renamed(command: Command, option: Option, former: Option): Command {
  const [name, formerName] = [option.attributeName(), former.attributeName()];
  return command
    .addOption(option)
    .addOption(former.hideHelp())
    .hook('preAction', () => {
      const before: unknown = command.getOptionValue(formerName);
      if (before === undefined) return;
      const now: unknown = command.getOptionValue(name);
      const isGiven = command.getOptionValueSource(name) === 'cli';
      if (isGiven && String(now) !== String(before)) {
        throw usageError(
          `${option.long} ${now} and ${former.long} ${before} contradict one another`,
          `give ${option.long} alone: ${former.long} is what it was called at first`,
        );
      }
      command.setOptionValueWithSource(name, before, 'cli');
    });
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
    'give it once; several side by side: latsim compare ... --logger a --logger b',
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

/**
 * Reads a duration above zero, in seconds.
 * @param example of one, for the error
 * @param most_s the longest that it may be
 */
export function duration(
  example: string,
  most_s: number = Number.POSITIVE_INFINITY,
): (given: string) => number {
  return (given) => {
    try {
      const value_s = parseDuration(given);
      if (value_s > 0 && value_s <= most_s) return value_s;
    } catch {
      // what is wrong with it is said below
    }
    const most = most_s === Number.POSITIVE_INFINITY ? '' : ` and up to ${formatDuration(most_s)}`;
    throw new InvalidArgumentError(`Write a duration above zero${most}, such as ${example}.`);
  };
}

/** Reads the moves of a schedule: `1,2,1,2`. */
export function moves(given: string): string[] {
  const texts = given.split(',').map((text) => text.trim());
  if (texts.every((text) => text !== '')) return texts;
  throw new InvalidArgumentError('Write moves separated by commas, such as 1,2,1,2.');
}
