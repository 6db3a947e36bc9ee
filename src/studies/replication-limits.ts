/** More replications cannot be asked for. */
export const MOST_REPLICATIONS = 100_000;

/** Without --max-replications, no more than these are run to be as precise as asked. */
export const DEFAULT_MAX_REPLICATIONS = 10_000;
