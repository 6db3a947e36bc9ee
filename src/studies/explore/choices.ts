import type { LoggerChoice } from '../../loggers/choice.js';
import { LOGGER_NAMES } from '../../loggers/index.js';
import { DEFAULT_SEARCH_OPTIONS } from '../../worlds/explore/options.js';
import type { ChoicesJob } from '../job.js';
import { carriedOut, type Study } from '../study.js';
import { type ExploreFound, violationIn } from './explore.js';
import type { ChoicesReport, ProgramReport } from './found.js';
import { DEFAULT_LIMITS } from './question.js';
import type { ProgramSettings } from './settings.js';
import { leadingProgram } from './small-matrix.js';

/** A logger, and the states of a program with it. */
export interface LoggerChoices {
  readonly logger: LoggerChoice;
  readonly choices: ChoicesReport;
}

/** A small program, with the loggers that a reader tries it with. */
export interface ChoicesFound {
  readonly program: ProgramReport;
  /** The logger's own, and another's that it is to be held against; none: there are more than `MOST_STATES`. */
  readonly loggers: readonly LoggerChoices[];
}

/** A reader chooses among so many completions at most, unless it takes more for something to go wrong. */
const TASKS = 2;

/** Nobody goes through more states than this by hand, and a page carries them all. */
export const MOST_STATES = 200;

/**
 * The states of the program that stands for what an exploration has found, for who chooses the next step:
 * with its logger, and with another that it is to be held against. That is, in the order in which they
 * are shipped, the first in which nothing goes wrong; or of a logger in which nothing does, the first in
 * which something does; none where no shipped one differs.
 * @returns null where it was stopped
 */
export function* choosingAsked(
  logger: LoggerChoice,
  found: NonNullable<ExploreFound>,
): Study<ChoicesFound | null> {
  const program = programToChoose(found);
  const own = yield* choicesOf(logger, program);
  if (own === undefined) return null;
  if (own === null) return { program, loggers: [] };
  for (const name of LOGGER_NAMES) {
    if (name === own.logger.name) continue;
    const other = yield* choicesOf({ kind: 'shipped', name }, program);
    if (other && isRight(other) !== isRight(own)) return { program, loggers: [own, other] };
  }
  return { program, loggers: [own] };
}

function isRight({ choices }: LoggerChoices): boolean {
  return choices.states[0]?.behind.wrong.length === 0;
}

/** The program of the violation; where there is none, as explored, with few tasks. */
function programToChoose(found: NonNullable<ExploreFound>): ProgramReport {
  const violation = violationIn(found);
  if (violation !== null) return violation.program;
  if (found.kind === 'replayed') return found.report.program;
  const program = found.kind === 'matrix' ? leadingProgram(found.report) : found.report;
  return { ...program, tasks: Math.min(program.tasks, TASKS) };
}

/** Null: there are too many; undefined: it was stopped. */
function* choicesOf(
  logger: LoggerChoice,
  program: ProgramReport,
): Study<LoggerChoices | null | undefined> {
  const job: ChoicesJob = {
    kind: 'choices',
    logger,
    program: settingsOf(program),
    options: { ...DEFAULT_SEARCH_OPTIONS, maxStates: MOST_STATES },
    limits: DEFAULT_LIMITS,
    label: logger.name,
    size: 1,
  };
  const [result] = yield* carriedOut([job]);
  return result && (result.report === null ? null : { logger, choices: result.report });
}

/** The settings of a program that a report names. */
export function settingsOf(program: ProgramReport): ProgramSettings {
  const { tasks, processes, deployments, samplesPerTask, minutes, listSize, select } = program;
  const { store, crash, profile, retries, sampleValues, expiry, leaseExpiry } = program;
  return {
    tasks,
    processes,
    deployments,
    samplesPerTask,
    minutes,
    listSize,
    select,
    store,
    crash,
    profile,
    retries,
    samples: sampleValues,
    expiries: expiry,
    leaseRunOuts: leaseExpiry,
  };
}
