import { LoggerFault } from '../effects/fault.js';
import type { WhoseTurn } from '../effects/turns.js';
import { type Job, usersOf } from '../studies/job.js';
import { EXIT, type Failure, failureOf } from '../text/failure.js';
import type { Stuck } from './thread-watch.js';

/** With a user's code, what breaks latsim is most likely what it was given. */
export function ofTheUser(job: Job, failure: Failure, last?: WhoseTurn): Failure {
  if (failure.code !== EXIT.internal) return failure;
  return fault(
    job,
    last,
    `the run failed on what it stored or returned: ${failure.message}`,
    'store plain data, and return from each call what is asked for; if it does, please report this',
  );
}

/** One turn of its code has not come back for so long. @param last whose turn it was last */
export function stuck(job: Job, where: Stuck, patience_s: number, last?: WhoseTurn): Failure {
  const place = where === 'outside' ? where : where.place;
  const turn = where === 'outside' ? last : where;
  switch (place) {
    case 'file':
      return fault(
        job,
        turn,
        `its file never ends, or waits for what never comes: it has not loaded for ${patience_s} s`,
        'take endless loops and awaits out of the file',
      );
    case 'outside':
      return fault(
        job,
        turn,
        `between two of its calls, nothing has moved for ${patience_s * 10} s or more`,
        'look for a loop in what it stores or returns, such as copy() or a getter, and in timers of the file',
      );
    default:
      return fault(
        job,
        turn,
        `it never ends: one call of ${place}() has not come back for ${patience_s} s`,
        `look for a loop that does not yield, or a wait, in ${place}() and what that calls`,
      );
  }
}

/** It holds more than so much memory. */
export function full(job: Job, memory_MB: number, last?: WhoseTurn): Failure {
  return fault(
    job,
    last,
    `it ran out of memory: ${memory_MB} MB are not enough`,
    'keep less in memory',
  );
}

/** Its thread, which had so much memory, has ended. */
export function died(job: Job, error: unknown, memory_MB: number, last?: WhoseTurn): Failure {
  const { message, code } = error as NodeJS.ErrnoException;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return full(job, memory_MB, last);
  return message.startsWith('worker exited')
    ? fault(
        job,
        last,
        'it ended the process, or waits for what never comes',
        'take process.exit() and endless awaits out of the file',
      )
    : fault(job, last, `it failed outside of a call: ${error}`, 'fix the file');
}

/** @param last whose turn it was: of two parts that are a user's, that one is at fault */
function fault(job: Job, last: WhoseTurn | undefined, message: string, remedy: string): Failure {
  const users = usersOf(job);
  const [one] = users;
  const { part, name } = users.find((own) => own.part === last?.part) ?? (one as (typeof users)[0]);
  return failureOf(new LoggerFault(name, message, remedy, part));
}
