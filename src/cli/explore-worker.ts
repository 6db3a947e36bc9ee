import { carryOutExploration } from './explore-job.js';
import { serve } from './in-worker.js';

/** The thread in which a user's own logger is explored; its progress is in states; see `guarded.ts`. */
await serve(carryOutExploration);
