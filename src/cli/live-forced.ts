import { CommandError, EXIT } from '../text/failure.js';
import type { Io } from './io.js';
import type { LiveArguments } from './live-options.js';

/**
 * Carries out one order of effects on a real Redis, and reports.
 * @returns the exit code
 */
export async function forcedOnRedis(
  _io: Io,
  _file: string,
  _options: LiveArguments,
): Promise<number> {
  throw new CommandError({
    code: EXIT.internal,
    message: 'live --forced is not there yet',
    remedy: 'use latsim explore',
  });
}
