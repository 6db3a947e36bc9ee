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

/** A reader chooses among so many completions at most, unless it takes more for something to go wrong. */
const TASKS = 2;

/** Nobody goes through more states than this by hand, and a page carries them all. */
const MAX_STATES = 200;

/**
 * The states of the program that stands for what an exploration has found, for who chooses the next step:
 * with its logger, and with another that it is to be held against. That is, in the order in which they
 * are shipped, the first in which nothing goes wrong; or of a logger in which nothing does, the first in
 * which something does.
 * @returns empty where there are more states than one goes through by hand, or none to choose from;
 * the logger alone where no shipped one differs
 */
export function* choosingAsked(
  logger: LoggerChoice,
  found: NonNullable<ExploreFound>,
): Study<readonly LoggerChoices[]> {
  const program = programToChoose(found);
  const own = yield* choicesOf(logger, program);
  if (own === undefined) return [];
  for (const name of LOGGER_NAMES) {
    if (name === own.logger.name) continue;
    const other = yield* choicesOf({ kind: 'shipped', name }, program);
    if (other !== undefined && isRight(other) !== isRight(own)) return [own, other];
  }
  return [own];
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

function* choicesOf(
  logger: LoggerChoice,
  program: ProgramReport,
): Study<LoggerChoices | undefined> {
  const job: ChoicesJob = {
    kind: 'choices',
    logger,
    program: settingsOf(program),
    options: { ...DEFAULT_SEARCH_OPTIONS, maxStates: MAX_STATES },
    limits: DEFAULT_LIMITS,
    label: logger.name,
    size: 1,
  };
  const [result] = yield* carriedOut([job]);
  const report = result?.report ?? null;
  return report === null ? undefined : { logger, choices: report };
}

/** The settings of a program that a report names. */
function settingsOf(program: ProgramReport): ProgramSettings {
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
