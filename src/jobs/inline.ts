import { type Job, JobFailure, type JobResult } from '../studies/job.js';
import { failureOf } from '../text/failure.js';
import { carryingOut } from './carry-out.js';
import { drive } from './drive.js';
import type { Executor, JobProgress } from './executor.js';

/** Carries out a job here and now, slice by slice. */
export type Work = (
  job: Job,
  stopRequested: () => boolean,
  onProgress: (progress: JobProgress) => void,
) => Promise<JobResult>;

/** Jobs with shipped loggers, which need nothing of the machine. */
const pureWork: Work = (job, stopRequested, sliced) =>
  drive(carryingOut(job, { logger: undefined }), {
    bound: () => (stopRequested() ? 'interrupted' : undefined),
    sliced,
  });

/** Carries out jobs in this thread, one after the other. */
export function inline(work: Work = pureWork): Executor {
  return {
    slots: 1,
    carryOut: async (job, stopRequested, onProgress) => {
      try {
        return await work(job, stopRequested, onProgress);
      } catch (error) {
        throw new JobFailure(job, failureOf(error));
      }
    },
    close: async () => undefined,
  };
}
