import { parentPort, workerData } from 'node:worker_threads';
import { execute } from './execution.js';
import { failureOf } from './failure.js';
import { PROGRESS, PROGRESS_SCALE, SLICES, STOP, type WorkerInput } from './guarded.js';

/** The thread in which a run with a user's own logger happens; see `guarded.ts`. */

const { job, shared } = workerData as WorkerInput;
const cells = new Int32Array(shared);

try {
  const outcome = await execute(job, {
    stopRequested: () => Atomics.load(cells, STOP) === 1,
    sliced: (progress) => {
      Atomics.add(cells, SLICES, 1);
      Atomics.store(cells, PROGRESS, Math.floor(progress * PROGRESS_SCALE));
    },
    pause: async () => undefined,
  });
  parentPort?.postMessage({ outcome });
} catch (error) {
  parentPort?.postMessage({ failure: failureOf(error) });
}
