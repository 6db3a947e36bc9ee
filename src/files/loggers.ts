import { existsSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import type { LoggerChoice } from '../loggers/choice.js';
import { isLoggerPath, LOGGER_NAMES } from '../loggers/index.js';
import { chosenName, isAddress } from '../text/addresses.js';
import { inputError, usageError } from '../text/failure.js';
import { suggest } from '../text/problems.js';
import { nearestBeside } from './unreadable.js';

/**
 * Understands the name of a logger: a shipped one, or the path of a file. What is chosen already
 * stays what it is.
 * @param here - the working folder
 * @param folder - that of the scenario which names it; undefined: the command line does
 * @throws CommandError where there is no such logger
 */
export function chooseLogger(
  given: string | LoggerChoice,
  here: string,
  folder?: string,
): LoggerChoice {
  if (typeof given !== 'string') return given;
  if (LOGGER_NAMES.includes(given)) return { kind: 'shipped', name: given };
  if (isAddress(given)) {
    const refused = folder === undefined ? usageError : inputError;
    const message = `logger ${chosenName(given)}: this is an address, no file`;
    throw refused(message, 'download it, and name the file');
  }
  if (isLoggerPath(given)) {
    const name = basename(given).replace(/\.[cm]?[jt]s$/, '');
    const path = resolve(folder ?? here, given);
    // One that a scenario names is looked for where it is loaded.
    if (folder === undefined && !existsSync(path)) {
      const near = nearestBeside(given, path);
      throw usageError(
        `logger ${given}: there is no such file`,
        near === undefined ? 'check the path' : `did you mean ${near}?`,
      );
    }
    const asGiven = resolve(here, given) === path && !isAbsolute(given);
    return { kind: 'file', name, shown: asGiven ? given : from(here, path), path };
  }
  throw usageError(
    `there is no logger '${given}'`,
    `${suggest(given, LOGGER_NAMES)} (a file of your own: ./${given}.mjs)`,
  );
}

/** An absolute path as it is named from a folder above it, the same on every machine. */
function from(folder: string, path: string): string {
  const way = relative(folder, path);
  const within = way !== '' && !isAbsolute(way) && way.split(sep)[0] !== '..';
  return within ? `./${way.split(sep).join('/')}` : path;
}
