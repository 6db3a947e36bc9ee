import { type Command, InvalidArgumentError, Option } from 'commander';
import { chooseLogger } from '../files/loggers.js';
import { STORE_NAMES } from '../model/stores/index.js';
import type { ProgramSettings } from '../studies/explore/settings.js';
import type { ExplorationJob, Limits, ScheduleJob } from '../studies/job.js';
import { usageError } from '../text/failure.js';
import { DEFAULT_EXPLORE_OPTIONS, type ExploreOptions } from '../worlds/explore/options.js';
import { DEFAULT_PROGRAM } from '../worlds/explore/program.js';
import { profile, profiles, whole } from './arguments.js';

/** What `latsim explore` is given. */
export interface ExploreArguments {
  readonly logger?: string;
  readonly all?: true;
  readonly tasks?: number;
  readonly processes: number;
  readonly store: ProgramSettings['store'];
  readonly deployments: ProgramSettings['deployments'];
  readonly samples: ProgramSettings['samples'];
  readonly samplesPerTask: number;
  readonly select?: true;
  readonly expiry?: number | true;
  readonly leaseExpiry?: number | true;
  readonly crash: ProgramSettings['crash'];
  readonly profile: string;
  readonly retries: number;
  readonly strategy: ExploreOptions['strategy'];
  readonly schedules: number;
  readonly seed: number;
  readonly depth: number;
  readonly maxStates: number;
  readonly maxSteps: number;
  readonly maxSeconds: number;
  readonly maxMemory: number;
  readonly schedule?: readonly string[];
  readonly format: 'text' | 'mermaid' | 'svg';
  readonly json?: true;
  readonly output?: string;
  readonly strict?: true;
  readonly threads?: number;
  readonly color?: boolean;
}

export const FORMATS = ['text', 'mermaid', 'svg'] as const;

const MOST_TASKS = 64;
const DEFAULT_SECONDS = 60;
const DEFAULT_MEMORY_MB = 1000;

/** Adds the options of `latsim explore`. */
export function exploreOptions(command: Command): Command {
  const program = DEFAULT_PROGRAM;
  const options = DEFAULT_EXPLORE_OPTIONS;
  const choice = (flags: string, text: string, choices: readonly string[], preset: string) =>
    new Option(flags, text).choices(choices).default(preset);
  return command
    .option('--logger <name|file>', 'what to explore: a shipped logger, or ./file.mjs')
    .option('--all', 'every shipped logger on every store, as a matrix')
    .option(
      '--tasks <n>',
      `concurrent completions, 1 to ${MOST_TASKS} (default: ${program.tasks}; with --all 3)`,
      whole(1, MOST_TASKS),
    )
    .option(
      '--processes <p>',
      'processes that they run in, in turn',
      whole(1, 16),
      program.processes,
    )
    .addOption(choice('--store <kind>', 'where the data lives', STORE_NAMES, program.store.kind))
    .addOption(
      choice(
        '--deployments <which>',
        'that they are for',
        ['same', 'distinct'],
        program.deployments,
      ),
    )
    .addOption(
      choice(
        '--samples <values>',
        'values of the samples',
        ['equal', 'distinct', 'powers'],
        program.samples,
      ),
    )
    .option('--samples-per-task <k>', 'one after the other', whole(1, 16), program.samplesPerTask)
    .option('--select', 'add a concurrent select')
    .option('--expiry [times]', 'what is stored may expire between any two steps', whole(1, 16))
    .option('--lease-expiry [times]', 'a lease may run out under its holder', whole(1, 16))
    .addOption(
      choice('--crash <what>', 'may crash at any step', ['none', 'task', 'process'], 'none'),
    )
    .option(
      '--profile <name>',
      `version of LiteLLM: ${profiles.join(', ')}`,
      profile,
      program.profile.name,
    )
    .option('--retries <n>', 'of compare-and-set', whole(0, 1000), program.loggerOptions.retries)
    .addOption(
      choice(
        '--strategy <name>',
        'how to go about it',
        ['exhaustive', 'random', 'pct'],
        'exhaustive',
      ),
    )
    .option('--schedules <n>', 'that random and pct try', whole(1, 1e9), options.schedules)
    .option('--seed <n>', 'key of the luck of random and pct', whole(0), options.seed)
    .option('--depth <d>', 'ordering constraints that pct is after', whole(1, 100), options.depth)
    .option('--max-states <n>', 'stop at so many states', whole(1, 1e9), options.maxStates)
    .option('--max-steps <n>', 'try no schedule further than this', whole(1, 1e6), options.maxSteps)
    .option('--max-seconds <s>', 'stop after this time', whole(1, 1e6), DEFAULT_SECONDS)
    .option('--max-memory <MB>', 'stop at so much memory', whole(10, 1e6), DEFAULT_MEMORY_MB)
    .option('--schedule <moves>', 'run this schedule alone: 1,2,1,2', moves)
    .addOption(choice('--format <format>', 'svg and mermaid: the diagram alone', FORMATS, 'text'))
    .option('--json', 'give the report as JSON')
    .option('--output <file>', 'write the report to this file instead')
    .option('--strict', 'exit with 4 where a bound stopped it and nothing was found')
    .option('--threads <n>', 'threads, with --all (default: one per core)', whole(1, 256));
}

function moves(given: string): string[] {
  const texts = given.split(',').map((text) => text.trim());
  if (texts.every((text) => text !== '')) return texts;
  throw new InvalidArgumentError('Write moves separated by commas, such as 1,2,1,2.');
}

/**
 * The exploration that a command line asks for.
 * @param here the working folder
 * @throws CommandError for a logger that is not there
 */
export function jobOf(here: string, given: ExploreArguments): ExplorationJob | ScheduleJob {
  if (given.logger === undefined) {
    throw usageError('no logger was given', 'name one: --logger unlocked, or all of them: --all');
  }
  const { strategy, schedules, seed, depth, maxStates, maxSteps } = given;
  const logger = chooseLogger(given.logger, here);
  const exploration: ExplorationJob = {
    kind: 'exploration',
    logger,
    program: settingsOf(given),
    options: { strategy, schedules, seed, depth, maxStates, maxSteps },
    limits: limitsOf(given),
    label: logger.name,
    size: 1,
  };
  const { schedule } = given;
  return schedule === undefined ? exploration : { ...exploration, kind: 'schedule', schedule };
}

export function limitsOf({ maxSeconds, maxMemory }: ExploreArguments): Limits {
  return { maxSeconds, maxMemory_MB: maxMemory };
}

function settingsOf(given: ExploreArguments): ProgramSettings {
  const { tasks = DEFAULT_PROGRAM.tasks, processes, store, deployments, samples } = given;
  const { samplesPerTask, crash, profile, retries } = given;
  return {
    tasks,
    processes,
    store,
    deployments,
    samples,
    samplesPerTask,
    select: given.select === true,
    expiries: times(given.expiry),
    leaseRunOuts: times(given.leaseExpiry),
    crash,
    profile,
    retries,
  };
}

function times(given: number | true | undefined): number {
  return given === undefined ? 0 : given === true ? 1 : given;
}
