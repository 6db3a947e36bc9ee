import { answer, type StudyProgress } from '../jobs/answer.js';
import type { Executor } from '../jobs/executor.js';
import { JobFailure } from '../studies/job.js';
import type { Study } from '../studies/study.js';
import { CommandError } from '../text/failure.js';

/** How a program waits for an answer. */
export interface WaitOptions {
  /**
   * Threads to work in; without it, the work is done in this one, in slices. A user's file that never
   * comes back is noticed in a thread only.
   */
  readonly threads?: number;
  /** Stops the work, which then winds up with what is finished. */
  readonly signal?: AbortSignal;
  /** Told now and then how far the work is. */
  readonly progress?: (progress: StudyProgress) => void;
}

/**
 * Has a question answered.
 * @param replay the command that runs again what has failed
 * @throws CommandError where a logger, the input or latsim is at fault
 */
export async function answered<Found>(
  study: Study<Found>,
  { threads, signal, progress = () => undefined }: WaitOptions,
  replay?: (failed: JobFailure) => string | undefined,
): Promise<Found> {
  const executor = await executorFor(threads);
  try {
    return await answer(study, executor, {
      stopRequested: () => signal?.aborted === true,
      progress,
    });
  } catch (error) {
    throw error instanceof JobFailure ? new CommandError(error.failure, replay?.(error)) : error;
  } finally {
    await executor.close();
  }
}

async function executorFor(threads: number | undefined): Promise<Executor> {
  const { executorOf, here } = await import('../jobs/executor-of.js');
  return threads === undefined ? here() : executorOf(threads);
}

/** Nothing was finished, so there is nothing to report. */
export function requireSome(found: unknown, { signal }: WaitOptions): asserts found {
  if (found === null || found === undefined) throw signal?.reason;
}
