import { PROGRESS_SCALE } from './guarded.js';
import { serve } from './in-worker.js';
import { carryOutWork } from './work.js';

/** The thread in which a piece of a gate's work with a user's own logger happens; see `guarded.ts`. */
await serve(carryOutWork, PROGRESS_SCALE);
