import { CommandError, failureOf } from '../text/failure.js';
import type { Attendance } from './attended.js';
import { execute, type Job, type Outcome } from './execution.js';
import { executeGuarded } from './guarded.js';
import type { Request } from './request.js';

/**
 * Carries out a job where it belongs: a shipped logger here, a user's own in a guarded thread.
 * @throws CommandError with the command that replays it
 */
export async function carryOut(
  request: Request,
  job: Job,
  attendance: Attendance,
  onProgress: (progress: number) => void,
): Promise<Outcome> {
  const control = { ...attendance, sliced: onProgress };
  try {
    return await (job.logger.kind === 'file'
      ? executeGuarded(job, control)
      : execute(job, control));
  } catch (error) {
    const failure = failureOf(error);
    throw new CommandError(failure, request.replay(job.logger, failure));
  }
}
