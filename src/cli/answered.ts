import { availableParallelism } from 'node:os';
import { tool } from '../files/tool.js';
import { answer, type StudyProgress } from '../jobs/answer.js';
import type { Executor } from '../jobs/executor.js';
import { executorOf } from '../jobs/executor-of.js';
import { JobFailure } from '../studies/job.js';
import type { Study } from '../studies/study.js';
import { CommandError } from '../text/failure.js';
import { counted } from '../text/figures.js';
import { attended } from './attended.js';
import type { Io } from './io.js';
import { notice } from './notices.js';
import type { ProgressBar } from './progress-bar.js';
import { type QueueOptions, queueOf } from './queue-option.js';

export interface AnswerOptions extends QueueOptions {
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
  { threads = availableParallelism(), replay, told = (at) => at, ...queue }: AnswerOptions = {},
): Promise<Found> {
  return attended(io, async ({ stopRequested, printed, progress }) => {
    const { executor, where } = await executorAt(io, executorOf(threads, printed), queue);
    try {
      return await answer(study, executor, {
        stopRequested,
        progress: (at) => {
          const { label, ...rest } = told(at);
          show(progress, { ...rest, label: where() + label });
        },
      });
    } catch (error) {
      throw error instanceof JobFailure ? new CommandError(error.failure, replay?.(error)) : error;
    } finally {
      await executor.close();
    }
  });
}

/**
 * The executor that is asked for.
 * @returns also what progress says of it
 */
async function executorAt(
  io: Io,
  local: Executor,
  options: QueueOptions,
): Promise<{ readonly executor: Executor; where(): string }> {
  const address = await queueOf(io, options);
  if (address === undefined) return { executor: local, where: () => '' };
  const { asking } = await import('../jobs/queued/asking.js');
  const executor = await asking({
    address,
    version: tool().version,
    local,
    told: (message) => notice(io.stderr, message),
  });
  return {
    executor,
    where: () => {
      const { workers, left, finished } = executor.status;
      const there = workers === undefined ? '' : `${counted(workers, 'worker')}, `;
      return `${there}${counted(finished, 'job')} done, ${left} queued: `;
    },
  };
}

function show(progress: ProgressBar, { part, label, states }: StudyProgress): void {
  if (states === undefined) progress.update(part, label);
  else progress.updateCount(states, 'states', label);
}
