/**
 * When things happened in the processes of a run that was measured, in seconds of the scenario; by process.
 * Plain data.
 */
export type Timings = readonly ProcessTimings[];

export interface ProcessTimings {
  /** Of each flush: when it was due, and by how much it was late. */
  readonly flushes: readonly (readonly [due_s: number, late_s: number])[];
  /** By the name of the effect, each that travelled, in the order in which they were sent. */
  readonly trips: Readonly<Record<string, readonly TripTiming[]>>;
}

/** When it was sent, after how long it took effect, and how long after that it was answered. */
export type TripTiming = readonly [sent_s: number, there_s: number, back_s: number];
