import { type Command, InvalidArgumentError, Option } from 'commander';
import { STORE_NAMES } from '../model/stores/index.js';
import {
  DEFAULT_LIMITS,
  EXPLORE_CHOICES,
  EXPLORE_RANGES,
  type ExploreQuestion,
} from '../studies/explore/question.js';
import { MATRIX_MAX_STATES } from '../studies/explore/small-matrix.js';
import { DEFAULT_SEARCH_OPTIONS } from '../worlds/explore/options.js';
import { DEFAULT_PROGRAM } from '../worlds/explore/program.js';
import { oneLogger, PROFILE_OPTION, profile, whole } from './arguments.js';
import type { Io } from './io.js';

/** What `latsim explore` is given. */
export interface ExploreArguments extends ExploreQuestion {
  readonly logger?: string;
  readonly all?: true;
  readonly format?: (typeof FORMATS)[number];
  readonly json?: true;
  readonly output?: string;
  readonly strict?: true;
  readonly verbose?: true;
  readonly threads?: number;
  readonly color?: boolean;
}

export const FORMATS = ['text', 'mermaid', 'svg', 'json'] as const;
export const FORMAT_HELP =
  'svg and mermaid: the diagram alone (default: what --output ends in, or text)';

/**
 * Adds the options of `latsim explore`. What describes a program has no preset here: whether it was
 * given decides what is tried.
 */
export function exploreOptions(command: Command, io: Pick<Io, 'stderr'>): Command {
  const program = DEFAULT_PROGRAM;
  const options = DEFAULT_SEARCH_OPTIONS;
  const [, mostTasks] = EXPLORE_RANGES.tasks;
  const choice = (flags: string, text: string, choices: readonly string[], preset: string) =>
    new Option(flags, `${text} (default: ${preset})`).choices(choices);
  return command
    .option(
      '--logger <name|file>',
      'what to explore: a shipped logger, or ./file.mjs; alone: a small matrix',
      oneLogger,
    )
    .option('--all', 'every shipped logger, and --logger, on every store, as a matrix')
    .option(
      '--tasks <n>',
      `concurrent completions, 1 to ${mostTasks} (default: ${program.tasks}; with --all 3)`,
      within('tasks'),
    )
    .option(
      '--processes <p>',
      `processes that they run in, in turn (default: ${program.processes})`,
      within('processes'),
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
      `one after the other (default: ${program.samplesPerTask})`,
      within('samplesPerTask'),
    )
    .option(
      '--minutes',
      'the completions fall in different minutes, and the last select in another',
    )
    .option(
      '--list-size <n>',
      'samples that a list has room for (default: all)',
      within('listSize'),
    )
    .option('--select', 'add a concurrent select')
    .option('--expiry [times]', 'what is stored may expire between any two steps', within('expiry'))
    .option('--lease-expiry [times]', 'a lease may run out under its holder', within('leaseExpiry'))
    .addOption(choice('--crash <what>', 'may crash at any step', EXPLORE_CHOICES.crash, 'none'))
    .option('--profile <name>', `${PROFILE_OPTION} (default: ${program.profile.name})`, profile(io))
    .option(
      '--retries <n>',
      `of compare-and-set (default: ${program.loggerOptions.retries})`,
      within('retries'),
    )
    .addOption(
      choice('--strategy <name>', 'how to go about it', EXPLORE_CHOICES.strategy, 'exhaustive'),
    )
    .option('--schedules <n>', 'that random and pct try', within('schedules'), options.schedules)
    .option('--seed <n>', 'key of the luck of random and pct', within('seed'), options.seed)
    .option('--depth <d>', 'ordering constraints that pct is after', within('depth'), options.depth)
    .option(
      '--max-states <n>',
      `stop at so many states (default: ${options.maxStates}; of the small matrix ${MATRIX_MAX_STATES})`,
      within('maxStates'),
    )
    .option(
      '--max-steps <n>',
      'try no schedule further than this',
      within('maxSteps'),
      options.maxSteps,
    )
    .option(
      '--max-seconds <s>',
      `stop after this time (default: ${DEFAULT_LIMITS.maxSeconds}; the small matrix: never)`,
      within('maxSeconds'),
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
