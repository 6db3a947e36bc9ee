import type { Job, JobResult } from '../studies/job.js';
import type { Executor, JobProgress } from './executor.js';

/** A job's place: a path of numbers, compared from the first on. */
type Rank = readonly number[];

interface Waiting {
  readonly rank: Rank;
  begin(): void;
}

/** Jobs that wait for a free slot of an executor; the lowest rank goes first. */
export class Queue {
  private readonly waiting: Waiting[] = [];
  private free: number;

  constructor(private readonly executor: Executor) {
    this.free = executor.slots;
  }

  /** Says which jobs are coming. */
  announce(jobs: readonly Job[]): void {
    this.executor.announce?.(jobs);
  }

  /** @returns undefined where a stop was asked for before the job was begun */
  async carryOut(
    job: Job,
    rank: Rank,
    stopRequested: () => boolean,
    onProgress: (progress: JobProgress) => void,
  ): Promise<JobResult | undefined> {
    await this.slot(rank);
    try {
      if (stopRequested()) return undefined;
      return await this.executor.carryOut(job, stopRequested, onProgress);
    } finally {
      this.free++;
      this.beginNext();
    }
  }

  private async slot(rank: Rank): Promise<void> {
    await new Promise<void>((begin) => {
      this.waiting.push({ rank, begin });
      // Whoever asks in the same breath is considered too.
      queueMicrotask(() => this.beginNext());
    });
  }

  private beginNext(): void {
    while (this.free > 0 && this.waiting.length > 0) {
      const first = this.waiting.reduce((best, one) => (before(one.rank, best.rank) ? one : best));
      this.waiting.splice(this.waiting.indexOf(first), 1);
      this.free--;
      first.begin();
    }
  }
}

function before(a: Rank, b: Rank): boolean {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return (a[i] as number) < (b[i] as number);
  }
  return a.length < b.length;
}
