import { servingOrders } from './forced/serve.js';

/** The entry of the processes of the operating system in which the tasks of a forced schedule are. */
servingOrders(process);
