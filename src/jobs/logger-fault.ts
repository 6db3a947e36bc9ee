import { LoggerFault } from '../effects/fault.js';
import { type Job, loggerOf } from '../studies/job.js';
import { EXIT, type Failure, failureOf } from '../text/failure.js';

/** With a logger that was not written here, what breaks latsim is most likely what it was given. */
export function ofTheLogger(job: Job, failure: Failure): Failure {
  if (failure.code !== EXIT.internal) return failure;
  return fault(
    job,
    `the run failed on what it stored or returned: ${failure.message}`,
    'store plain data, and return from view() a map of latsim; if it does, please report this',
  );
}

/** It has not come back from a call. */
export function endless(job: Job, patience_s: number): Failure {
  const message = `it never ends: it has not come back for ${patience_s} s`;
  return fault(job, message, 'look for a loop that does not yield');
}

/** Loading its file has not ended. */
export function stuckInFile(job: Job, patience_s: number): Failure {
  return fault(
    job,
    `its file never ends, or waits for what never comes: it has not loaded for ${patience_s} s`,
    'take endless loops and awaits out of the file',
  );
}

/** Its thread, which had so much memory, has ended. */
export function died(job: Job, error: unknown, heap_MB: number): Failure {
  const { message, code } = error as NodeJS.ErrnoException;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return fault(job, `it ran out of memory: ${heap_MB} MB are not enough`, 'keep less in memory');
  }
  return message.startsWith('worker exited')
    ? fault(
        job,
        'it ended the process, or waits for what never comes',
        'take process.exit() and endless awaits out of the file',
      )
    : fault(job, `it failed outside of a call: ${error}`, 'mend the file');
}

function fault(job: Job, message: string, remedy: string): Failure {
  return failureOf(new LoggerFault(loggerOf(job).name, message, remedy));
}
