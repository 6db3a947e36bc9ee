import type { Executor, JobProgress } from '../../src/jobs/executor.js';
import { type Job, JobFailure, type JobResult } from '../../src/studies/job.js';

interface Open {
  readonly job: Job;
  stopRequested(): boolean;
  onProgress(progress: JobProgress): void;
  resolve(result: JobResult): void;
  reject(error: unknown): void;
}

/** An executor whose jobs do nothing, and end when a test says so; they are known by their labels. */
export class Hands implements Executor {
  /** Labels of all jobs that were begun, in this order. */
  readonly begun: string[] = [];
  private readonly open = new Map<string, Open>();

  constructor(public slots: number) {}

  carryOut(
    job: Job,
    stopRequested: () => boolean,
    onProgress: (progress: JobProgress) => void,
  ): Promise<JobResult> {
    this.begun.push(job.label);
    return new Promise((resolve, reject) => {
      this.open.set(job.label, { job, stopRequested, onProgress, resolve, reject });
    });
  }

  /** Labels of the jobs that are at work. */
  get atWork(): string[] {
    return [...this.open.keys()];
  }

  end(label: string): void {
    this.take(label).resolve(resultOf(label));
  }

  fail(label: string): void {
    const { job, reject } = this.take(label);
    reject(new JobFailure(job, { code: 2, message: label, remedy: '' }));
  }

  tell(label: string, progress: JobProgress): void {
    this.at(label).onProgress(progress);
  }

  isToStop(label: string): boolean {
    return this.at(label).stopRequested();
  }

  async close(): Promise<void> {}

  private at(label: string): Open {
    const open = this.open.get(label);
    if (open === undefined) throw new Error(`${label} is not at work`);
    return open;
  }

  private take(label: string): Open {
    const open = this.at(label);
    this.open.delete(label);
    return open;
  }
}

/** What a job with this label comes to. */
export function resultOf(label: string): JobResult {
  return { kind: 'loss', logger: label, loss: null, seen: 0, occurrences: 0, partial: false };
}
