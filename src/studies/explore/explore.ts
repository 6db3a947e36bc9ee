import { CommandError } from '../../text/failure.js';
import type { ExplorationJob, ExplorationResult, ScheduleJob } from '../job.js';
import { carriedOut, type Study } from '../study.js';
import type { ExploreReport, ReplayReport } from './found.js';

/** What exploring one program, or running one schedule of it, has found; null: not begun. */
export type ExploreFound =
  | { readonly kind: 'explored'; readonly report: ExploreReport }
  | { readonly kind: 'replayed'; readonly report: ReplayReport }
  | null;

/**
 * Can a logger go wrong in some order of its steps?
 * @throws CommandError where it asks the store for what that cannot do
 */
export function* exploringOne(job: ExplorationJob | ScheduleJob): Study<ExploreFound> {
  const [result] = yield* carriedOut<ExplorationJob | ScheduleJob>([job]);
  if (result === undefined) return null;
  if (result.kind === 'schedule') return { kind: 'replayed', report: result.report };
  if (result.report === null) throw new CommandError(result.unsupported);
  return { kind: 'explored', report: result.report };
}

/** The same of many programs; undefined for those that were not begun. */
export function* exploringAll(
  jobs: readonly ExplorationJob[],
): Study<readonly (ExplorationResult | undefined)[]> {
  return yield* carriedOut(jobs);
}
