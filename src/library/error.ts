import { LoggerFault } from '../effects/fault.js';
import { JobFailure } from '../studies/job.js';
import { CommandError, EXIT, type Failure } from '../text/failure.js';

/** A question that cannot be answered: wrong options, a run that is too long, a fault of latsim. */
export class LatsimError extends Error {
  override readonly name = 'LatsimError';
  /** What was asked is wrong; or latsim itself is. */
  readonly kind: 'usage' | 'internal';
  /** What to do about it. */
  readonly remedy: string;
  /** The command that shows it again, where there is one. */
  readonly replay: string | null;

  constructor(message: string, more: Pick<LatsimError, 'kind' | 'remedy' | 'replay' | 'cause'>) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.kind = more.kind;
    this.remedy = more.remedy;
    this.replay = more.replay;
  }
}

/**
 * Does what a program asks for.
 * @throws LatsimError, LoggerFault or ScenarioError instead of what only commands know
 */
export async function asked<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CommandError) throw known(error.failure, error.narrower);
    throw error instanceof JobFailure ? known(error.failure) : error;
  }
}

function known(failure: Failure, replay: string | null = null): Error {
  const { code, message, command, loggerFault, stack } = failure;
  const remedy = [failure.remedy, ...(command === undefined ? [] : [command])].join(' ');
  if (loggerFault !== undefined) {
    const { logger, fault, part } = loggerFault;
    return new LoggerFault(logger, fault, remedy, part);
  }
  const kind = code === EXIT.internal ? 'internal' : 'usage';
  return new LatsimError(message, { kind, remedy, replay, cause: stack });
}
