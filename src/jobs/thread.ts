import { loggerOf } from '../studies/job.js';
import { failureOf } from '../text/failure.js';
import {
  CELLS,
  giveSign,
  type ThreadAnswer,
  type ThreadTask,
  tellProgress,
} from './thread-task.js';
import { work } from './work.js';

/** The one entry of all threads: carries out the job that it is given; see `threads.ts`. */
export default async function carryOut({ job, cells }: ThreadTask): Promise<ThreadAnswer> {
  giveSign(cells);
  // Standard output is for reports: what a user's logger prints is not part of one.
  if (loggerOf(job).kind === 'file') {
    process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write;
  }
  try {
    const result = await work(
      job,
      () => Atomics.load(cells, CELLS.stop) === 1,
      (progress) => tellProgress(cells, progress),
    );
    return { result };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}
