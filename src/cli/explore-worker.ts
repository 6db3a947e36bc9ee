import { parentPort, workerData } from 'node:worker_threads';
import { carryOutExploration, type ExploreJob } from './explore-job.js';
import { failureOf } from './failure.js';
import { PROGRESS, SLICES, STOP, type WorkerInput } from './guarded.js';

/** The thread in which a user's own logger is explored; see `guarded.ts`. */

const { job, shared } = workerData as WorkerInput<ExploreJob>;
const cells = new Int32Array(shared);

try {
  const outcome = await carryOutExploration(job, {
    stopRequested: () => Atomics.load(cells, STOP) === 1,
    sliced: (states) => {
      Atomics.add(cells, SLICES, 1);
      Atomics.store(cells, PROGRESS, states);
    },
    pause: async () => undefined,
  });
  parentPort?.postMessage({ outcome });
} catch (error) {
  parentPort?.postMessage({ failure: failureOf(error) });
}
