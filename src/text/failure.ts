/** Ends of a command, as exit codes. */
export const EXIT = {
  done: 0,
  /** An expectation, gate or check does not hold. */
  notHeld: 1,
  /** Wrong usage, or an invalid scenario or logger. */
  usage: 2,
  /** A fault of latsim itself. */
  internal: 3,
  /** Neither way; only where --strict asks for it. */
  inconclusive: 4,
  interrupted: 130,
} as const;

/** Why a command failed, as plain data: it also crosses threads. */
export interface Failure {
  readonly code: typeof EXIT.usage | typeof EXIT.internal;
  readonly message: string;
  /** What to do about it; ends in a colon where a command follows. */
  readonly remedy: string;
  /** The command that does it. */
  readonly command?: string;
  /** What was written is wrong: what may be written helps, and not the same command again. */
  readonly mistyped?: true;
  /** The replication in which it happened. */
  readonly replication?: number;
  /** For a logger or a strategy that breaks its contract: which, and how. */
  readonly loggerFault?: {
    readonly logger: string;
    readonly fault: string;
    readonly part: 'logger' | 'strategy';
  };
  /** For a fault of latsim: where in its code. */
  readonly stack?: string;
}

/** Ends a command with a message instead of a result. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    readonly failure: Failure,
    /** A command that shows it again and runs less than the one that was given, if one does. */
    readonly narrower?: string,
  ) {
    super(failure.message);
  }
}

/** Wrong usage: what is wrong with what was written, and what to do about it, where one does with a command. */
export function usageError(message: string, remedy: string, command?: string): CommandError {
  const does = command === undefined ? {} : { command };
  return new CommandError({ code: EXIT.usage, message, remedy, ...does, mistyped: true });
}

/** Something that a command needs is not as it should be; once it is, the same command is right. */
export function inputError(message: string, remedy: string): CommandError {
  return new CommandError({ code: EXIT.usage, message, remedy });
}

/** What an error of any kind means to the user. */
export function failureOf(error: unknown, replication?: number): Failure {
  const where = replication === undefined ? {} : { replication };
  if (error instanceof CommandError) return { ...where, ...error.failure };
  if (isLoggerFault(error)) {
    const { message, remedy, logger, fault, part } = error;
    return { code: EXIT.usage, message, remedy, loggerFault: { logger, fault, part }, ...where };
  }
  return {
    code: EXIT.internal,
    message: `a fault of latsim itself: ${error instanceof Error ? error.message : String(error)}`,
    remedy: 'please report it, with all of this and the scenario',
    ...(error instanceof Error && error.stack !== undefined && { stack: error.stack }),
    ...where,
  };
}

interface LoggerFaultFields {
  readonly logger: string;
  readonly fault: string;
  readonly remedy: string;
  readonly part: 'logger' | 'strategy';
}

/** By name, so that this file loads nothing: it is part of every start. */
function isLoggerFault(error: unknown): error is Error & LoggerFaultFields {
  return error instanceof Error && error.name === 'LoggerFault' && 'remedy' in error;
}
