import type { Job, JobResult } from '../studies/job.js';
import type { Executor, JobProgress } from './executor.js';

/** A job's place: a path of numbers, compared from the first on. */
type Rank = readonly number[];

/**
 * From a result to what a study asks for next are a few promises, one more for each study around it.
 * Turns of promises instead of a timer, as a page's engine has no other clock than its own.
 */
const TURNS = 50;

interface Waiting {
  readonly rank: Rank;
  readonly bytes: number;
  /** All that go on at a time may take so many together. */
  readonly room: number;
  stopRequested(): boolean;
  begin(): void;
}

/** Jobs that wait for a free slot of an executor, and for memory; the lowest rank goes first. */
export class Queue {
  private readonly waiting: Waiting[] = [];
  private busy = 0;
  private busyBytes = 0;
  private beginsSoon = false;

  constructor(private readonly executor: Executor) {}

  /** @returns undefined where a stop was asked for before anything of the job was here */
  async carryOut(
    job: Job,
    rank: Rank,
    stopRequested: () => boolean,
    onProgress: (progress: JobProgress) => void,
  ): Promise<JobResult | undefined> {
    const memory = 'input' in job && !this.executor.elsewhere ? job.input.memory : undefined;
    const { bytes, room } = memory ?? NO_LIMIT;
    await new Promise<void>((begin) => {
      this.waiting.push({ rank, bytes, room, stopRequested, begin });
      void this.beginSoon();
    });
    try {
      if (stopRequested()) return undefined;
      return await this.executor.carryOut(job, stopRequested, onProgress);
    } finally {
      this.busy--;
      this.busyBytes -= bytes;
      void this.beginSoon();
    }
  }

  /** Not at once: who asks in the same breath, or because of what has just come, has a chance too. */
  private async beginSoon(): Promise<void> {
    if (this.beginsSoon || this.waiting.length === 0) return;
    this.beginsSoon = true;
    for (let turn = 0; turn < TURNS; turn++) await undefined;
    this.beginsSoon = false;
    this.begin();
  }

  private begin(): void {
    this.waiting.sort((a, b) => compared(a.rank, b.rank));
    for (let first = this.waiting[0]; first !== undefined; first = this.waiting[0]) {
      // Whoever is to stop needs no slot.
      const hasRoom = this.busy === 0 || this.busyBytes + first.bytes <= first.room;
      const isFree = this.busy < this.executor.slots && hasRoom;
      if (!isFree && !first.stopRequested()) return;
      this.waiting.shift();
      this.busy++;
      this.busyBytes += first.bytes;
      first.begin();
    }
  }
}

const NO_LIMIT = { bytes: 0, room: Number.POSITIVE_INFINITY };

function compared(a: Rank, b: Rank): number {
  const i = a.findIndex((number, j) => number !== b[j]);
  return (a[i] ?? 0) - (b[i] ?? 0);
}
