import { carryingOut } from '../../src/jobs/carry-out.js';
import type { Job, JobResult, ReplicationsJob } from '../../src/studies/job.js';
import type { Study } from '../../src/studies/study.js';
import { toItsEnd } from '../../src/worlds/slices.js';

/** What a job comes to; undefined: it is not begun. */
export type CarryOut = (job: Job) => JobResult | undefined;

/** Carries out a job with a shipped logger. */
export function carryOut(job: Job): JobResult {
  return toItsEnd(carryingOut(job, { logger: undefined }));
}

/** Carries out so many jobs, and then no more. */
export function stoppedAfter(jobs: number): CarryOut {
  let begun = 0;
  return (job) => (begun++ < jobs ? carryOut(job) : undefined);
}

/** Answers a study here and now, job by job. */
export function driven<Found>(study: Study<Found>, each: CarryOut = carryOut): Found {
  let step = study.next();
  while (step.done !== true) {
    const asked = step.value;
    let results: unknown[];
    try {
      results =
        'jobs' in asked ? asked.jobs.map(each) : asked.studies.map((one) => driven(one, each));
    } catch (error) {
      step = study.throw(error);
      continue;
    }
    step = study.next(results);
  }
  return step.value;
}

/** The numbers of a job's replications. */
export function numbersOf({ from, to }: ReplicationsJob): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
