/** How soon others take over from a worker that has died. */
export interface QueueTiming {
  /** A worker tells twice in this time that it is alive; without it, its jobs are free, in milliseconds. */
  readonly lock_ms: number;
  /** How often it is looked after jobs of dead workers, and after answers that went by, in milliseconds. */
  readonly look_ms: number;
}

export const QUEUE_TIMING: QueueTiming = { lock_ms: 10_000, look_ms: 2500 };

/** A job that so many workers have died of is given up. */
export const MOST_DEATHS = 3;
