import { EventQueue } from './queue.js';

/** Something that happens at a moment of virtual time. */
export interface Occurrence {
  occur(): void;
}

/** What tells the time, and lets something happen later. */
export interface Time {
  /** Seconds since the start of the run; the same for as long as one occurrence lasts. */
  readonly now_s: number;
  /** Schedules `what` at an absolute time, in seconds; not before now. */
  at(time_s: number, what: Occurrence): void;
  /** Schedules `what` after a delay in seconds (0 or more). */
  after(delay_s: number, what: Occurrence): void;
}

/**
 * Virtual time. Time is a double in seconds and only ever comes from additions in a fixed
 * order; occurrences at the same moment happen in the order in which they were scheduled.
 */
export class Clock implements Time {
  private readonly queue = new EventQueue<Occurrence>();
  now_s = 0;
  /** Occurrences that have happened so far. */
  happened = 0;

  at(time_s: number, what: Occurrence): void {
    if (!(time_s >= this.now_s)) {
      throw new RangeError(`cannot schedule at ${time_s} s: it is ${this.now_s} s already`);
    }
    this.queue.push(time_s, what);
  }

  after(delay_s: number, what: Occurrence): void {
    this.at(this.now_s + delay_s, what);
  }

  /**
   * Lets happen what lies before `end_s` (exclusive), at most `slice` occurrences of it.
   * @returns true when nothing is left before `end_s`; false when the slice was used up first.
   */
  run(end_s: number, slice: number): boolean {
    const { queue } = this;
    for (let i = 0; i < slice; i++) {
      const next_s = queue.earliest_s;
      if (!(next_s < end_s)) return true;
      this.now_s = next_s;
      this.happened++;
      queue.pop().occur();
    }
    return !(queue.earliest_s < end_s);
  }
}
