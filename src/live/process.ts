import { processOf } from './world/router.js';

/** The entry of the processes of the operating system: each is one process of the router. */
processOf(process);
