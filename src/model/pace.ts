import type { TripTiming } from './timings.js';

/** How fast the processes of a replication are, where that is known. To be asked in the order of time. */
export interface Pace {
  /** By how much a flush is late, in seconds. */
  lateness_s(process: number, due_s: number): number;
  /** How an effect travels that a process sends now; undefined: nothing is known of such ones. */
  trip(process: number, op: string, now_s: number): TripTiming | undefined;
}
