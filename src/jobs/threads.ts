import { JobFailure, usersOf } from '../studies/job.js';
import { failureOf } from '../text/failure.js';
import type { Executor } from './executor.js';
import { type Allowance, inGuardedThread } from './guarded-thread.js';
import { newPool, type Pool } from './pool.js';
import type { ThreadAnswer } from './thread-task.js';
import { ThreadWatch } from './thread-watch.js';

/** One call takes less than milliseconds: after this long, it is taken to never end. */
const PATIENCE_S = 10;
/** Ten times what a long run of a shipped logger needs. */
const MEMORY_MB = 1024;

export interface ThreadOptions extends Partial<Allowance> {
  /** Jobs side by side; 1 or more. */
  readonly threads: number;
  /** Takes what a user's logger prints. */
  readonly printed?: (piece: string) => void;
}

/** Carries out jobs in threads; those with a user's own logger in guarded ones. */
export function threads({
  threads,
  patience_s = PATIENCE_S,
  memory_MB = MEMORY_MB,
  printed = () => undefined,
}: ThreadOptions): Executor {
  let pool: Pool | undefined;
  const inThread = async (watch: ThreadWatch): Promise<ThreadAnswer> => {
    pool ??= newPool(threads);
    try {
      return await pool.run(watch.task);
    } catch (error) {
      return { failure: failureOf(error) };
    }
  };
  return {
    slots: threads,
    carryOut: async (job, stopRequested, onProgress) => {
      const watch = new ThreadWatch(job, stopRequested, onProgress);
      try {
        const isUsers = usersOf(job).some(({ kind }) => kind === 'file');
        const answer = await (isUsers
          ? inGuardedThread(watch, { patience_s, memory_MB }, printed)
          : inThread(watch));
        if ('failure' in answer) throw new JobFailure(job, answer.failure);
        return answer.result;
      } finally {
        watch.end();
      }
    },
    close: async () => {
      await pool?.destroy();
    },
  };
}
