import { CommandError, EXIT } from '../text/failure.js';
import type { Io } from './io.js';
import type { LiveAsked, LiveMeasured } from './live-asked.js';

/** Sends the load of a scenario to real proxies, one after the other. */
export async function measuredAtProxies(_io: Io, _asked: LiveAsked): Promise<LiveMeasured> {
  throw notYet();
}

/** Writes the configuration that a proxy is started with. @returns the exit code */
export async function writeConfig(_io: Io, _asked: LiveAsked): Promise<number> {
  throw notYet();
}

function notYet(): CommandError {
  return new CommandError({
    code: EXIT.internal,
    message: 'a proxy is not measured yet',
    remedy: 'use latsim run',
  });
}
