import { failureOf } from '../text/failure.js';
import type { PoolAnswer, PoolTask } from './pool.js';
import { carryOutWork } from './work.js';

/** What a thread of the pool does with a piece of work; see `pool.ts`. */
export default async function carryOut({ work, stop }: PoolTask): Promise<PoolAnswer> {
  const cell = new Int32Array(stop);
  try {
    const result = await carryOutWork(work, {
      stopRequested: () => Atomics.load(cell, 0) === 1,
      sliced: () => undefined,
      pause: async () => undefined,
    });
    return { result };
  } catch (error) {
    // Classes do not cross threads.
    return { failure: failureOf(error) };
  }
}
