import { type LoggerChoice, namedInCommand } from '../../loggers/choice.js';
import { commandLine } from '../../text/shell.js';
import { DEFAULT_SEARCH_OPTIONS } from '../../worlds/explore/options.js';
import { DEFAULT_PROGRAM } from '../../worlds/explore/program.js';
import type { ExploreFound } from './explore.js';
import type { ProgramReport } from './found.js';
import type { ExploreQuestion } from './question.js';
import { leadingProgram } from './small-matrix.js';

/** A program as a command describes it, whatever its logger. */
type DescribedProgram = Omit<ProgramReport, 'logger'>;

/** The command that runs one schedule of a program again, or explores all of them. */
export function replayCommand(
  logger: LoggerChoice,
  program: DescribedProgram,
  schedule: string | null,
): string {
  const preset = DEFAULT_PROGRAM;
  return commandLine([
    'explore',
    '--logger',
    namedInCommand(logger),
    '--tasks',
    String(program.tasks),
    ...option('--processes', program.processes, preset.processes),
    ...option('--store', program.store, preset.store.kind),
    ...option('--deployments', program.deployments, preset.deployments),
    ...option('--samples', program.sampleValues, preset.samples),
    ...option('--samples-per-task', program.samplesPerTask, preset.samplesPerTask),
    ...(program.minutes ? ['--minutes'] : []),
    ...(program.listSize === null ? [] : ['--list-size', String(program.listSize)]),
    ...(program.select ? ['--select'] : []),
    ...option('--expiry', program.expiry, 0),
    ...option('--lease-expiry', program.leaseExpiry, 0),
    ...option('--crash', program.crash, preset.crash),
    ...settingWords(program),
    ...(schedule === null ? [] : ['--schedule', schedule]),
  ]);
}

/**
 * The command that explores what was explored once more.
 * @param scenario the one that says on what; undefined: options do
 */
export function exploreCommand(
  logger: LoggerChoice,
  scenario: string | undefined,
  found: NonNullable<ExploreFound>,
): string {
  if (found.kind !== 'matrix') {
    const program = found.kind === 'explored' ? found.report : found.report.program;
    const schedule = found.kind === 'explored' ? null : found.report.schedule;
    return replayCommand(logger, program, schedule);
  }
  const { profile, retries } = leadingProgram(found.report);
  const on = scenario === undefined ? [] : [scenario];
  const settings = scenario === undefined ? settingWords({ profile, retries }) : [];
  return commandLine(['explore', ...on, '--logger', namedInCommand(logger), ...settings]);
}

/**
 * The command that tries, with the rest of a program as it is, what no program of the small matrix
 * does: a process that crashes and expiry, and leases that run out early, where the logger takes any.
 */
export function harderCommand(
  logger: LoggerChoice,
  program: DescribedProgram,
  leases: boolean,
): string {
  const leaseExpiry = leases ? 1 : program.leaseExpiry;
  return replayCommand(logger, { ...program, crash: 'process', expiry: 1, leaseExpiry }, null);
}

/**
 * The command that tries all shipped loggers on every store, and a logger beside them.
 * @param asked what of the question may differ there
 */
export function allCommand(
  logger: LoggerChoice | undefined,
  { tasks, profile, retries, maxStates, maxSteps }: ExploreQuestion = {},
): string {
  return commandLine([
    'explore',
    ...(logger === undefined ? [] : ['--logger', namedInCommand(logger)]),
    '--all',
    ...option('--tasks', tasks),
    ...settingWords({ profile, retries }),
    ...option('--max-states', maxStates),
    ...option('--max-steps', maxSteps, DEFAULT_SEARCH_OPTIONS.maxSteps),
  ]);
}

/** What holds for any program: the options that do not describe one. */
function settingWords({
  profile,
  retries,
}: {
  readonly profile: string | undefined;
  readonly retries: number | undefined;
}): string[] {
  return [
    ...option('--profile', profile, DEFAULT_PROGRAM.profile.name),
    ...option('--retries', retries, DEFAULT_PROGRAM.loggerOptions.retries),
  ];
}

function option(
  flag: string,
  value: string | number | undefined,
  preset?: string | number,
): string[] {
  return value === undefined || value === preset ? [] : [flag, String(value)];
}
