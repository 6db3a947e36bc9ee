import { PROGRESS_SCALE } from './guarded.js';
import { serve } from './in-worker.js';
import { carryOutTrace } from './trace-job.js';

/** The thread in which a run with a user's own logger is traced; see `guarded.ts`. */
await serve(carryOutTrace, PROGRESS_SCALE);
