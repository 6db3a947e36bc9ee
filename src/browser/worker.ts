import { serve } from './serving.js';

/* The worker of a page that runs what comes with latsim. */
serve();
