import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { Failure } from '../text/failure.js';
import { newPool } from './pool.js';
import type { ThreadAnswer } from './thread-task.js';
import type { ThreadWatch } from './thread-watch.js';
import { died, full, ofTheUser, stuck } from './user-fault.js';

/** What a user's own code may take. */
export interface Allowance {
  /** How long one call of it may take, in seconds. */
  readonly patience_s: number;
  /** Memory in its heap, and as much again outside of it. */
  readonly memory_MB: number;
}

/**
 * Carries out a job with a user's own code in a thread for itself, as its file may keep things in
 * memory. Code that never comes back, or ends the process, is noticed and named.
 * @param printed takes what it prints
 */
export async function inGuardedThread(
  watch: ThreadWatch,
  { patience_s, memory_MB }: Allowance,
  printed: (piece: string) => void,
): Promise<ThreadAnswer> {
  const { job, task } = watch;
  const pool = newPool(1, memory_MB);
  const ends = new AbortController();
  watch.whenStuckFor(patience_s, (where) =>
    ends.abort(stuck(job, where, patience_s, watch.lastTurn)),
  );
  watch.whenFull(memory_MB, () => ends.abort(full(job, memory_MB, watch.lastTurn)));
  try {
    const answer = await listening(printed, (prints) =>
      pool.run({ ...task, prints }, { signal: ends.signal, transferList: [prints] }),
    );
    if ('failure' in answer) return { failure: ofTheUser(job, answer.failure, watch.lastTurn) };
    return watch.isFull ? { failure: full(job, memory_MB, watch.lastTurn) } : answer;
  } catch (error) {
    if (!ends.signal.aborted) return { failure: died(job, error, memory_MB, watch.lastTurn) };
    return { failure: ends.signal.reason as Failure };
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
