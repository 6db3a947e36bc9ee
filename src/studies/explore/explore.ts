import type { LoggerChoice } from '../../loggers/choice.js';
import { CommandError } from '../../text/failure.js';
import type {
  ExplorationJob,
  ExplorationResult,
  ExplorationsJob,
  ExplorationsResult,
  ScheduleJob,
} from '../job.js';
import { carriedOut, type Study } from '../study.js';
import type { ExploreReport, ReplayReport, ViolationReport } from './found.js';
import { type ExploreQuestion, explorationOf } from './question.js';
import { describing, type MatrixReport, matrixOf, sharingProcesses } from './small-matrix.js';

/**
 * What exploring the small matrix or one program, or running one schedule of it, has found; null: not
 * begun.
 */
export type ExploreFound =
  | { readonly kind: 'matrix'; readonly report: MatrixReport }
  | { readonly kind: 'explored'; readonly report: ExploreReport }
  | { readonly kind: 'replayed'; readonly report: ReplayReport }
  | null;

/**
 * The violation that stands for what an exploration has found: of the matrix the first, be it across
 * processes. Null: there is none.
 */
export function violationIn(found: NonNullable<ExploreFound>): ViolationReport | null {
  if (found.kind !== 'matrix') return found.report.violation;
  return found.report.programs.find(({ violation }) => violation !== null)?.violation ?? null;
}

/**
 * Can a logger go wrong in some order of its steps? Tries the program that is described, else the
 * small matrix.
 * @throws CommandError where it asks the store for what that cannot do
 */
export function exploringAsked(logger: LoggerChoice, asked: ExploreQuestion): Study<ExploreFound> {
  return describing(asked).length > 0
    ? exploringOne(explorationOf(logger, asked))
    : exploringMatrix(matrixOf(logger, asked), sharingProcesses(asked.on));
}

function* exploringMatrix(job: ExplorationsJob, sharing: number): Study<ExploreFound> {
  const [result] = yield* carriedOut([job]);
  if (result === undefined) return null;
  const programs = result.results.map(reportOf);
  const partial =
    programs.length < job.programs.length || programs.some(({ bound }) => bound === 'interrupted');
  return { kind: 'matrix', report: { programs, partial, sharing } };
}

/**
 * One program, or one schedule of it.
 * @throws CommandError where it asks the store for what that cannot do
 */
export function* exploringOne(job: ExplorationJob | ScheduleJob): Study<ExploreFound> {
  const [result] = yield* carriedOut<ExplorationJob | ScheduleJob>([job]);
  if (result === undefined) return null;
  if (result.kind === 'schedule') return { kind: 'replayed', report: result.report };
  return { kind: 'explored', report: reportOf(result) };
}

function reportOf(result: ExplorationResult): ExploreReport {
  if (result.report === null) throw new CommandError(result.unsupported);
  return result.report;
}

/** The same of many programs, one after the other; undefined for those that were not begun. */
export function* exploringAll(
  jobs: readonly (ExplorationJob | ExplorationsJob)[],
): Study<readonly (ExplorationResult | undefined)[]> {
  const results = yield* carriedOut(jobs);
  return jobs.flatMap((job, i) => {
    const result = results[i];
    if (job.kind === 'exploration') return [result as ExplorationResult | undefined];
    const { results: own = [] } = (result as ExplorationsResult | undefined) ?? {};
    return job.programs.map((_, k) => own[k]);
  });
}
