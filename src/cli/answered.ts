import { availableParallelism } from 'node:os';
import { answer, type StudyProgress } from '../jobs/answer.js';
import { executorOf } from '../jobs/executor-of.js';
import { JobFailure } from '../studies/job.js';
import type { Study } from '../studies/study.js';
import { CommandError } from '../text/failure.js';
import { attended } from './attended.js';
import type { Io } from './io.js';
import type { ProgressBar } from './progress-bar.js';

export interface AnswerOptions {
  /** Jobs side by side; one per core where it is not given. */
  readonly threads?: number | undefined;
  /** The command that runs again what has failed; else the one that was given. */
  readonly replay?: (failed: JobFailure) => string | undefined;
  /** What is told of how far it is, where the study's own steps do not tell it. */
  readonly told?: (at: StudyProgress) => StudyProgress;
}

/**
 * Answers a question with all cores, or so many threads, with progress on stderr and an ear for
 * interrupts: the study then winds up with what is finished.
 * @throws CommandError where a logger, the input or latsim is at fault
 */
export async function answered<Found>(
  io: Io,
  study: Study<Found>,
  { threads = availableParallelism(), replay, told = (at) => at }: AnswerOptions = {},
): Promise<Found> {
  return attended(io, async ({ stopRequested, printed, progress }) => {
    const executor = executorOf(threads, printed);
    try {
      return await answer(study, executor, {
        stopRequested,
        progress: (at) => show(progress, told(at)),
      });
    } catch (error) {
      throw error instanceof JobFailure ? new CommandError(error.failure, replay?.(error)) : error;
    } finally {
      await executor.close();
    }
  });
}

function show(progress: ProgressBar, { part, label, states }: StudyProgress): void {
  if (states === undefined) progress.update(part, label);
  else progress.updateCount(states, 'states', label);
}
