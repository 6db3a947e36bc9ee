import { type Command, InvalidArgumentError, Option } from 'commander';
import { chooseLogger } from '../files/loggers.js';
import { STORE_NAMES } from '../model/stores/index.js';
import {
  DEFAULT_LIMITS,
  EXPLORE_CHOICES,
  EXPLORE_RANGES,
  type ExploreQuestion,
  explorationOf,
} from '../studies/explore/question.js';
import type { ExplorationJob, ScheduleJob } from '../studies/job.js';
import { usageError } from '../text/failure.js';
import { DEFAULT_SEARCH_OPTIONS } from '../worlds/explore/options.js';
import { DEFAULT_PROGRAM } from '../worlds/explore/program.js';
import { profile, profiles, whole } from './arguments.js';

/** What `latsim explore` is given. */
export interface ExploreArguments extends ExploreQuestion {
  readonly logger?: string;
  readonly all?: true;
  readonly maxStates: number;
  readonly format?: (typeof FORMATS)[number];
  readonly json?: true;
  readonly output?: string;
  readonly strict?: true;
  readonly threads?: number;
  readonly color?: boolean;
}

export const FORMATS = ['text', 'mermaid', 'svg', 'json'] as const;
export const FORMAT_HELP =
  'svg and mermaid: the diagram alone (default: what --output ends in, or text)';

/** Adds the options of `latsim explore`. */
export function exploreOptions(command: Command): Command {
  const program = DEFAULT_PROGRAM;
  const options = DEFAULT_SEARCH_OPTIONS;
  const choice = (flags: string, text: string, choices: readonly string[], preset: string) =>
    new Option(flags, text).choices(choices).default(preset);
  return command
    .option('--logger <name|file>', 'what to explore: a shipped logger, or ./file.mjs')
    .option('--all', 'every shipped logger on every store, as a matrix')
    .option(
      '--tasks <n>',
      `concurrent completions, 1 to ${EXPLORE_RANGES.tasks[1]} (default: ${program.tasks}; with --all 3)`,
      within('tasks'),
    )
    .option(
      '--processes <p>',
      'processes that they run in, in turn',
      within('processes'),
      program.processes,
    )
    .addOption(choice('--store <kind>', 'where the data lives', STORE_NAMES, program.store.kind))
    .addOption(
      choice(
        '--deployments <which>',
        'that they are for',
        EXPLORE_CHOICES.deployments,
        program.deployments,
      ),
    )
    .addOption(
      choice(
        '--samples <values>',
        'values of the samples',
        EXPLORE_CHOICES.samples,
        program.samples,
      ),
    )
    .option(
      '--samples-per-task <k>',
      'one after the other',
      within('samplesPerTask'),
      program.samplesPerTask,
    )
    .option('--select', 'add a concurrent select')
    .option('--expiry [times]', 'what is stored may expire between any two steps', within('expiry'))
    .option('--lease-expiry [times]', 'a lease may run out under its holder', within('leaseExpiry'))
    .addOption(choice('--crash <what>', 'may crash at any step', EXPLORE_CHOICES.crash, 'none'))
    .option(
      '--profile <name>',
      `version of LiteLLM: ${profiles.join(', ')}`,
      profile,
      program.profile.name,
    )
    .option('--retries <n>', 'of compare-and-set', within('retries'), program.loggerOptions.retries)
    .addOption(
      choice('--strategy <name>', 'how to go about it', EXPLORE_CHOICES.strategy, 'exhaustive'),
    )
    .option('--schedules <n>', 'that random and pct try', within('schedules'), options.schedules)
    .option('--seed <n>', 'key of the luck of random and pct', within('seed'), options.seed)
    .option('--depth <d>', 'ordering constraints that pct is after', within('depth'), options.depth)
    .option('--max-states <n>', 'stop at so many states', within('maxStates'), options.maxStates)
    .option(
      '--max-steps <n>',
      'try no schedule further than this',
      within('maxSteps'),
      options.maxSteps,
    )
    .option(
      '--max-seconds <s>',
      'stop after this time',
      within('maxSeconds'),
      DEFAULT_LIMITS.maxSeconds,
    )
    .option(
      '--max-memory <MB>',
      'stop at so much memory',
      within('maxMemory'),
      DEFAULT_LIMITS.maxMemory_MB,
    )
    .option('--schedule <moves>', 'run this schedule alone: 1,2,1,2', moves)
    .addOption(new Option('--format <format>', FORMAT_HELP).choices(FORMATS))
    .option('--json', 'the same as --format json')
    .option('--output <file>', 'write the report to this file instead')
    .option('--strict', 'exit with 4 where a bound stopped it and nothing was found')
    .option('--threads <n>', 'threads, with --all (default: one per core)', whole(1, 256));
}

/** Reads a whole number in the range of an option. */
function within(name: keyof typeof EXPLORE_RANGES) {
  const [min, max] = EXPLORE_RANGES[name];
  return whole(min, max);
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
  return explorationOf(chooseLogger(given.logger, here), given);
}
