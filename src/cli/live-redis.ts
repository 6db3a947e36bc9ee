import { CommandError, EXIT } from '../text/failure.js';
import type { Io } from './io.js';
import type { LiveAsked, LiveMeasured } from './live-asked.js';

/**
 * Carries a scenario out on a real Redis, with each logger.
 * @throws CommandError where there is no Redis to begin with
 */
export async function measuredOnRedis(_io: Io, _asked: LiveAsked): Promise<LiveMeasured> {
  throw new CommandError({
    code: EXIT.internal,
    message: 'live --redis is not there yet',
    remedy: 'use latsim run',
  });
}
