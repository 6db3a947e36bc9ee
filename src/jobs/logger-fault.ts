import { LoggerFault } from '../effects/fault.js';
import { type Job, loggerOf } from '../studies/job.js';
import { EXIT, type Failure, failureOf } from '../text/failure.js';
import type { Stuck } from './thread-watch.js';

/** With a logger that was not written here, what breaks latsim is most likely what it was given. */
export function ofTheLogger(job: Job, failure: Failure): Failure {
  if (failure.code !== EXIT.internal) return failure;
  return fault(
    job,
    `the run failed on what it stored or returned: ${failure.message}`,
    'store plain data, and return from view() a map of latsim; if it does, please report this',
  );
}

/** One turn of its code has not come back for so long. */
export function stuck(job: Job, where: Stuck, patience_s: number): Failure {
  switch (where) {
    case 'file':
      return fault(
        job,
        `its file never ends, or waits for what never comes: it has not loaded for ${patience_s} s`,
        'take endless loops and awaits out of the file',
      );
    case 'outside':
      return fault(
        job,
        `between two of its calls, nothing has moved for ${patience_s * 10} s or more`,
        'look for a loop in what it stores or returns, such as copy() or a getter, and in timers of the file',
      );
    default:
      return fault(
        job,
        `it never ends: one call of ${where}() has not come back for ${patience_s} s`,
        `look for a loop that does not yield, or a wait, in ${where}() and what that calls`,
      );
  }
}

/** It holds more than so much memory. */
export function full(job: Job, memory_MB: number): Failure {
  return fault(job, `it ran out of memory: ${memory_MB} MB are not enough`, 'keep less in memory');
}

/** Its thread, which had so much memory, has ended. */
export function died(job: Job, error: unknown, memory_MB: number): Failure {
  const { message, code } = error as NodeJS.ErrnoException;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return full(job, memory_MB);
  return message.startsWith('worker exited')
    ? fault(
        job,
        'it ended the process, or waits for what never comes',
        'take process.exit() and endless awaits out of the file',
      )
    : fault(job, `it failed outside of a call: ${error}`, 'fix the file');
}

function fault(job: Job, message: string, remedy: string): Failure {
  return failureOf(new LoggerFault(loggerOf(job).name, message, remedy));
}
