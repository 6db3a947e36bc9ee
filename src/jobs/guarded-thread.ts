import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { died, ofTheLogger, stuck } from './logger-fault.js';
import { newPool } from './pool.js';
import type { ThreadAnswer } from './thread-task.js';
import type { Stuck, ThreadWatch } from './thread-watch.js';

/** Ten times what a long run of a shipped logger needs. */
const HEAP_LIMIT_MB = 1024;

/**
 * Carries out a job with a user's own logger in a thread for itself, as its file may keep things in
 * memory. A logger that never comes back, or ends the process, is noticed and named.
 * @param patience_s how long one call of it may take
 * @param printed takes what it prints
 */
export async function inGuardedThread(
  watch: ThreadWatch,
  patience_s: number,
  printed: (piece: string) => void,
): Promise<ThreadAnswer> {
  const { job, task } = watch;
  const pool = newPool(1, HEAP_LIMIT_MB);
  const hangs = new AbortController();
  watch.whenStuckFor(patience_s, (where) => hangs.abort(where));
  try {
    const answer = await listening(printed, (prints) =>
      pool.run({ ...task, prints }, { signal: hangs.signal, transferList: [prints] }),
    );
    return 'failure' in answer ? { failure: ofTheLogger(job, answer.failure) } : answer;
  } catch (error) {
    if (!hangs.signal.aborted) return { failure: died(job, error, HEAP_LIMIT_MB) };
    return { failure: stuck(job, hangs.signal.reason as Stuck, patience_s) };
  } finally {
    await pool.destroy();
  }
}

/** Takes what comes in at the other end of a port while work goes on. */
async function listening<Result>(
  printed: (piece: string) => void,
  work: (port: MessagePort) => Promise<Result>,
): Promise<Result> {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', printed);
  try {
    return await work(port2);
  } finally {
    // What was printed last may still be on its way.
    for (let left = receiveMessageOnPort(port1); left; left = receiveMessageOnPort(port1)) {
      printed(left.message as string);
    }
    port1.close();
  }
}
