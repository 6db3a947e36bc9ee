import { parentPort, workerData } from 'node:worker_threads';
import { failureOf } from './failure.js';
import { PROGRESS, PROGRESS_SCALE, SLICES, STOP, type WorkerInput } from './guarded.js';
import { carryOutTrace, type TraceJob } from './trace-job.js';

/** The thread in which a run with a user's own logger is traced; see `guarded.ts`. */

const { job, shared } = workerData as WorkerInput<TraceJob>;
const cells = new Int32Array(shared);

try {
  const outcome = await carryOutTrace(job, {
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
