import { died, endless, ofTheLogger, stuckInFile } from './logger-fault.js';
import { newPool } from './pool.js';
import type { ThreadAnswer } from './thread-task.js';
import type { ThreadWatch } from './thread-watch.js';

/** Ten times what a long run of a shipped logger needs. */
const HEAP_LIMIT_MB = 1024;

/**
 * Carries out a job with a user's own logger in a thread for itself, as its file may keep things in
 * memory. A logger that never comes back, or ends the process, is noticed and named.
 * @param patience_s how long it may give no sign of life
 */
export async function inGuardedThread(
  watch: ThreadWatch,
  patience_s: number,
): Promise<ThreadAnswer> {
  const { job, task } = watch;
  const pool = newPool(1, HEAP_LIMIT_MB);
  const hangs = new AbortController();
  watch.whenSilentFor(patience_s, () => hangs.abort());
  try {
    const answer = await pool.run(task, { signal: hangs.signal });
    return 'failure' in answer ? { failure: ofTheLogger(job, answer.failure) } : answer;
  } catch (error) {
    if (!hangs.signal.aborted) return { failure: died(job, error, HEAP_LIMIT_MB) };
    return { failure: (watch.isLoading ? stuckInFile : endless)(job, patience_s) };
  } finally {
    await pool.destroy();
  }
}
