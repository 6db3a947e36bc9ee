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
  const isGuarded = loggerOf(job).kind === 'file';
  // Standard output is for reports: what a user's logger prints is not part of one.
  if (isGuarded) {
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
  } finally {
    if (isGuarded) await printed();
  }
}

/** Between jobs a thread sleeps, and what is not written by then may never be. */
function printed(): Promise<void> {
  return new Promise((resolve) => process.stderr.write('', () => resolve()));
}
