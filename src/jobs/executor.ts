import type { Job, JobResult } from '../studies/job.js';

/** How far a job is: a part of it, or the states that an exploration has seen. */
export interface JobProgress {
  /** 0..1. */
  readonly part?: number;
  readonly states?: number;
}

/** Carries out one job at a time in each of its slots. What a job gives depends on the job alone. */
export interface Executor {
  /** How many jobs it carries out side by side, for the time being; 1 or more. */
  readonly slots: number;
  /** Jobs take no memory of this machine. */
  readonly elsewhere?: boolean;
  /**
   * Told which jobs are coming, before the first of them.
   * @param ahead what is likely to come after these, in occurrences
   */
  announce?(jobs: readonly Job[], ahead?: number): void;
  /**
   * @param stopRequested asked now and then: whether to wind up
   * @returns undefined where a stop was asked for and nothing of the job is here
   * @throws JobFailure where the logger, the input or latsim is at fault
   */
  carryOut(
    job: Job,
    stopRequested: () => boolean,
    onProgress: (progress: JobProgress) => void,
  ): Promise<JobResult | undefined>;
  /** Ends what it holds. */
  close(): Promise<void>;
}
