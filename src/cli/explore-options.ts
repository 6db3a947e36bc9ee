import { type Command, Option } from 'commander';
import { EXPLORED_STORES } from '../model/stores/index.js';
import {
  DEFAULT_LIMITS,
  EXPLORE_CHOICES,
  EXPLORE_RANGES,
  type ExploreQuestion,
} from '../studies/explore/question.js';
import { MATRIX_MAX_STATES } from '../studies/explore/small-matrix.js';
import { DEFAULT_SEARCH_OPTIONS } from '../worlds/explore/options.js';
import { DEFAULT_PROGRAM } from '../worlds/explore/program.js';
import {
  GROUPS,
  grouped,
  loggerOption,
  moves,
  PROFILE_OPTION,
  profile,
  renamed,
  threads,
  whole,
} from './arguments.js';
import { type FormOptions, formOptions } from './form.js';
import type { Io } from './io.js';

/** What `latsim explore` is given. */
export interface ExploreArguments extends Omit<ExploreQuestion, 'on'>, FormOptions {
  readonly logger?: string;
  readonly all?: true;
  readonly strict?: true;
  readonly verbose?: true;
  readonly threads?: number;
  readonly color?: boolean;
}

export const FORMATS = ['text', 'markdown', 'mermaid', 'svg', 'html', 'json', 'perfetto'] as const;
export const FORMAT_HELP =
  'form of the report (svg, mermaid: the diagram alone; perfetto: a trace for Perfetto)';

/**
 * Adds the options of `latsim explore`. What describes a program has no preset here: whether it was
 * given decides what is tried.
 */
export function exploreOptions(command: Command, io: Pick<Io, 'stderr'>): Command {
  const program = DEFAULT_PROGRAM;
  const options = DEFAULT_SEARCH_OPTIONS;
  const [, mostTasks] = EXPLORE_RANGES.tasks;
  const number = (name: keyof typeof EXPLORE_RANGES, flags: string, text: string) =>
    new Option(flags, text).argParser(within(name));
  const choice = (flags: string, text: string, choices: readonly string[]) =>
    new Option(flags, text).choices(choices);
  const search = (flags: string) =>
    choice(flags, 'how the orders are gone through (default: exhaustive)', EXPLORE_CHOICES.search);
  command.argument(
    '[scenario]',
    "take store, version and list size from this one, and its logger: a file, or a shipped one's name",
  );
  loggerOption(command, 'explore this logger: a shipped one, or ./file.mjs')
    .option('--all', 'explore every shipped logger, and --logger, on every store')
    .option('--strict', 'exit with 4 where a bound stopped it and nothing was found');
  formOptions(command, FORMATS, FORMAT_HELP);
  grouped(command, GROUPS.program, [
    number(
      'tasks',
      '--tasks <n>',
      `run so many completions at once, 1 to ${mostTasks} (default: ${program.tasks}; with --all 3)`,
    ),
    number(
      'processes',
      '--processes <p>',
      `spread them over so many processes (default: ${program.processes})`,
    ),
    choice(
      '--store <kind>',
      `where the data lives (default: ${program.store.kind})`,
      EXPLORED_STORES,
    ),
    choice(
      '--deployments <which>',
      `deployments that they are for (default: ${program.deployments})`,
      EXPLORE_CHOICES.deployments,
    ),
    number(
      'samplesPerTask',
      '--samples-per-task <k>',
      `log so many samples, one after the other (default: ${program.samplesPerTask})`,
    ),
    number('listSize', '--list-size <n>', 'keep so many samples per deployment (default: all)'),
    new Option('--minutes', 'let the completions, and the last select, fall in different minutes'),
    new Option('--select', 'add a concurrent select'),
  ]);
  grouped(command, GROUPS.faults, [
    choice('--crash <what>', 'inject one crash at any step (default: none)', EXPLORE_CHOICES.crash),
    number('expiry', '--expiry [times]', 'let stored values expire between any two steps'),
    number('leaseExpiry', '--lease-expiry [times]', 'let a lease run out under its holder'),
  ]);
  grouped(command, GROUPS.limits, [
    number(
      'maxStates',
      '--max-states <n>',
      `stop at so many states (default: ${options.maxStates}; each program of the default matrix: ${MATRIX_MAX_STATES})`,
    ),
    number('maxSteps', '--max-steps <n>', 'follow no order further than so many steps').default(
      options.maxSteps,
    ),
    number(
      'maxSeconds',
      '--max-seconds <s>',
      `stop after so many seconds (default: ${DEFAULT_LIMITS.maxSeconds}; the default matrix: never)`,
    ),
    number('maxMemory', '--max-memory <MB>', 'stop at so much memory').default(
      DEFAULT_LIMITS.maxMemory_MB,
    ),
    threads('--threads <n>'),
  ]);
  renamed(command, search('--search <how>').helpGroup(GROUPS.advanced), search('--strategy <how>'));
  return grouped(command, GROUPS.advanced, [
    number('schedules', '--schedules <n>', 'random, pct: try so many orders').default(
      options.schedules,
    ),
    number('depth', '--depth <d>', 'pct: constrain the order at so many points').default(
      options.depth,
    ),
    number('seed', '--seed <n>', 'random, pct: seed of the random numbers').default(options.seed),
    new Option('--schedule <moves>', 'run this one order alone: 1,2,1,2').argParser(moves),
    choice(
      '--samples <values>',
      `values of the samples (default: ${program.samples})`,
      EXPLORE_CHOICES.samples,
    ),
    number(
      'retries',
      '--retries <n>',
      `compare-and-set: retries before it abandons a sample (default: ${program.loggerOptions.retries})`,
    ),
    new Option(
      '--profile <name>',
      `${PROFILE_OPTION} (default: ${program.profile.name})`,
    ).argParser(profile(io)),
  ]);
}

/** Reads a whole number in the range of an option. */
function within(name: keyof typeof EXPLORE_RANGES) {
  const [min, max] = EXPLORE_RANGES[name];
  return whole(min, max);
}
