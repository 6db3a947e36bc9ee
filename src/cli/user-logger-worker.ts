import { execute } from './execution.js';
import { PROGRESS_SCALE } from './guarded.js';
import { serve } from './in-worker.js';

/** The thread in which a run with a user's own logger happens; see `guarded.ts`. */
await serve(execute, PROGRESS_SCALE);
