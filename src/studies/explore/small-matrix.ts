import { kindNamed } from '../../kernel/kind.js';
import type { LoggerChoice } from '../../loggers/choice.js';
import { STORES } from '../../model/stores/index.js';
import type { ExplorationsJob } from '../job.js';
import type { ExploreReport } from './found.js';
import {
  type ExploreQuestion,
  limitsAsked,
  optionsAsked,
  programAsked,
  type ScenarioGround,
} from './question.js';
import type { ProgramSettings } from './settings.js';

/** What the programs of the small matrix differ in. */
type MatrixProgram = Pick<ProgramSettings, 'tasks' | 'processes' | 'deployments' | 'crash'>;

const TASKS = [2, 3] as const;
const DEPLOYMENTS = ['same', 'distinct'] as const;

/** In one process: what decides. The smallest first, so that what is found first is told shortest. */
const ONE_PROCESS: readonly MatrixProgram[] = TASKS.flatMap((tasks) =>
  (['none', 'task'] as const).flatMap((crash) =>
    DEPLOYMENTS.map((deployments) => ({ tasks, processes: 1, deployments, crash })),
  ),
);

/**
 * Across two: told, but no fault by itself, as a lock per process is right within one; unless a
 * scenario has several processes that share its store.
 */
const TWO_PROCESSES: readonly MatrixProgram[] = TASKS.flatMap((tasks) =>
  DEPLOYMENTS.map((deployments) => ({ tasks, processes: 2, deployments, crash: 'none' })),
);

/**
 * The small matrix: what a logger is tried with where no program is described. Always the same
 * programs, however long they take.
 */
export const MATRIX: readonly MatrixProgram[] = [...ONE_PROCESS, ...TWO_PROCESSES];

/** Each of its programs stops at so many states: some seconds, with a logger of many steps. */
export const MATRIX_MAX_STATES = 20_000;

/**
 * The questions that describe a program, or how to take samples of one too large to be tried in
 * full: any of them means that program alone. `profile` and `retries` do not: they are settings of
 * every program.
 */
const OF_A_PROGRAM = [
  'tasks',
  'processes',
  'store',
  'deployments',
  'samples',
  'samplesPerTask',
  'minutes',
  'listSize',
  'select',
  'expiry',
  'leaseExpiry',
  'crash',
  'search',
  'schedule',
] as const satisfies (keyof ExploreQuestion)[];

/** Which of them are asked, be it for what holds anyway; none: no program is described. */
export function describing(asked: ExploreQuestion): (typeof OF_A_PROGRAM)[number][] {
  return OF_A_PROGRAM.filter((name) => asked[name] !== undefined);
}

/** The programs of the small matrix, in its order. No clock stops them, unless that is asked for. */
export function matrixOf(logger: LoggerChoice, asked: ExploreQuestion): ExplorationsJob {
  const { maxStates = MATRIX_MAX_STATES, maxSeconds = Number.POSITIVE_INFINITY } = asked;
  return {
    kind: 'explorations',
    logger,
    programs: MATRIX.map((program) => programAsked({ ...asked, ...program })),
    options: optionsAsked({ ...asked, maxStates }),
    limits: limitsAsked({ ...asked, maxSeconds }),
    label: logger.name,
    size: 1,
  };
}

/** What the small matrix has come to. */
export interface MatrixReport {
  /** In its order; those that were begun, where it was interrupted. */
  readonly programs: readonly ExploreReport[];
  /** Whether it was interrupted. */
  readonly partial: boolean;
  /** Processes of a scenario that share its store; 1: those across two decide nothing. */
  readonly sharing: number;
}

/** How many processes of a scenario share its store: each has a store of its own in-process. */
export function sharingProcesses(on: ScenarioGround | undefined): number {
  return on !== undefined && kindNamed(STORES, on.store).timeless.shared ? on.processes : 1;
}

/** Those that decide: in one process, and across two where the scenario has several that share. */
export function deciding(report: MatrixReport): readonly ExploreReport[] {
  return report.sharing > 1 ? report.programs : inOneProcess(report);
}

/** Those in one process. */
export function inOneProcess({ programs }: MatrixReport): ExploreReport[] {
  return programs.filter(({ processes }) => processes === 1);
}

/** Those across two processes. */
export function acrossProcesses({ programs }: MatrixReport): ExploreReport[] {
  return programs.filter(({ processes }) => processes > 1);
}

export function isViolated({ kinds }: ExploreReport): boolean {
  return kinds.length > 0;
}

/** The one that stands for all: the first that is violated of those that decide, else the first. */
export function leadingProgram(report: MatrixReport): ExploreReport {
  return deciding(report).find(isViolated) ?? (report.programs[0] as ExploreReport);
}
