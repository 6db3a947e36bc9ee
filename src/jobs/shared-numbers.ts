import type { Job } from '../studies/job.js';

/** By the numbers as they were given. */
const sharedNumbers = new WeakMap<Float64Array, Float64Array>();

/** The job with its series in shared memory: they are not copied for each job, all threads see one. */
export function withSharedNumbers(job: Job): Job {
  if (!('input' in job)) return job;
  const numbers = new Map([...job.input.numbers].map(([file, own]) => [file, inSharedMemory(own)]));
  return { ...job, input: { ...job.input, numbers } } as Job;
}

function inSharedMemory(numbers: Float64Array): Float64Array {
  let shared = sharedNumbers.get(numbers);
  if (shared === undefined) {
    shared = new Float64Array(new SharedArrayBuffer(numbers.byteLength));
    shared.set(numbers);
    sharedNumbers.set(numbers, shared);
  }
  return shared;
}
