import { parentPort, workerData } from 'node:worker_threads';
import { failureOf } from '../text/failure.js';
import type { Control } from './execution.js';
import { PROGRESS, SLICES, STOP, type WorkerInput } from './guarded.js';

/**
 * The other end of `guarded.ts`: carries out the job that this thread was started for, and reports
 * slices, progress and the outcome.
 * @param scale what a progress of 1 is in the shared memory
 */
export async function serve<Job, Outcome>(
  carryOut: (job: Job, control: Control) => Promise<Outcome>,
  scale = 1,
): Promise<void> {
  const { job, shared } = workerData as WorkerInput<Job>;
  const cells = new Int32Array(shared);
  try {
    const outcome = await carryOut(job, {
      stopRequested: () => Atomics.load(cells, STOP) === 1,
      sliced: (progress) => {
        Atomics.add(cells, SLICES, 1);
        Atomics.store(cells, PROGRESS, Math.floor(progress * scale));
      },
      pause: async () => undefined,
    });
    parentPort?.postMessage({ outcome });
  } catch (error) {
    parentPort?.postMessage({ failure: failureOf(error) });
  }
}
