import { setImmediate } from 'node:timers/promises';
import { usersOf } from '../studies/job.js';
import { printableLines } from '../text/harmless.js';
import type { Executor } from './executor.js';
import { inline } from './inline.js';
import { work } from './work.js';

/** Carries out jobs in this thread of Node, in slices between which it hears what else goes on. */
export function here(): Executor {
  return inline((job, stopRequested, sliced) =>
    work(job, stopRequested, sliced, { pause: () => setImmediate(undefined) }),
  );
}

/** Work shorter than this, in occurrences, is done by the time that threads have started. */
const WORTH_THREADS = 2_000_000;

/**
 * The executor for Node: short work and single jobs are carried out here, in slices between which
 * signals are heard, one after the other, so that each has the memory for itself; more is given to
 * threads, and so is a user's own logger, which may hang. Threads are loaded when they are needed.
 * @param count jobs side by side, 1 or more
 * @param printed takes what a user's logger prints; by default, stderr does
 */
export function executorOf(
  count: number,
  printed: (piece: string) => void = (piece) => void process.stderr.write(printableLines(piece)),
): Executor {
  const own = here();
  let threaded: Promise<Executor> | undefined;
  let announced = 0;
  let size = 0;
  let expected = 0;
  const worthThreads = () => count > 1 && announced > 1 && expected > WORTH_THREADS;
  const inThreads = (): Promise<Executor> => {
    threaded ??= import('./threads.js').then(({ threads }) => threads({ threads: count, printed }));
    return threaded;
  };
  return {
    get slots() {
      return worthThreads() ? count : 1;
    },
    announce: (jobs, ahead = 0) => {
      announced += jobs.length;
      for (const job of jobs) size += job.size;
      expected = Math.max(expected, size + ahead);
    },
    carryOut: async (job, ...rest) => {
      const where =
        worthThreads() || usersOf(job).some(({ kind }) => kind === 'file')
          ? await inThreads()
          : own;
      return where.carryOut(job, ...rest);
    },
    close: async () => {
      await (await threaded)?.close();
    },
  };
}
