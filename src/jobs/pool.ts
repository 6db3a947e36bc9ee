import { Piscina } from 'piscina';
import type { ThreadAnswer, ThreadTask } from './thread-task.js';

/** Threads that wait for tasks. */
export type Pool = Piscina<ThreadTask, ThreadAnswer>;

/** @param heapLimit_MB memory of each thread; without it, what Node gives */
export function newPool(threads: number, heapLimit_MB?: number): Pool {
  const pool: Pool = new Piscina({
    filename: new URL('../jobs/thread.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: Number.POSITIVE_INFINITY,
    recordTiming: false,
    resourceLimits: heapLimit_MB === undefined ? {} : { maxOldGenerationSizeMb: heapLimit_MB },
  });
  // What a user's file does when its job is done is nobody's business.
  pool.on('error', () => undefined);
  return pool;
}
