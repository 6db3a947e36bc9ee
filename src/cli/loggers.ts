import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { isLoggerPath, shippedLoggers } from '../scenario/schema.js';
import { usageError } from '../text/failure.js';
import { suggest } from '../text/problems.js';

/** A logger as the user named it. Plain data: it crosses threads. */
export type LoggerChoice =
  | { readonly kind: 'shipped'; readonly name: string }
  | {
      readonly kind: 'file';
      /** Its file's base name, until the file itself says otherwise. */
      readonly name: string;
      /** As it can be named from here. */
      readonly shown: string;
      /** Absolute. */
      readonly path: string;
    };

/**
 * Understands the name of a logger: a shipped one, or the path of a file.
 * @param here - the working folder
 * @param folder - what a relative path is relative to
 * @throws CommandError where there is no such logger
 */
export function chooseLogger(given: string, here: string, folder = here): LoggerChoice {
  if ((shippedLoggers as readonly string[]).includes(given))
    return { kind: 'shipped', name: given };
  if (isLoggerPath(given)) {
    const name = basename(given).replace(/\.[cm]?[jt]s$/, '');
    const path = resolve(folder, given);
    const asGiven = resolve(here, given) === path && !isAbsolute(given);
    return { kind: 'file', name, shown: asGiven ? given : from(here, path), path };
  }
  throw usageError(
    `there is no logger '${given}'`,
    `${suggest(given, shippedLoggers)} (a file of your own: ./${given}.mjs)`,
  );
}

/** A logger as a user names it: by its name, or by the path of its file. */
export function shownName(logger: LoggerChoice): string {
  return logger.kind === 'file' ? logger.shown : logger.name;
}

/** An absolute path as it is named from a folder above it, the same on every machine. */
function from(folder: string, path: string): string {
  const way = relative(folder, path);
  const within = way !== '' && !isAbsolute(way) && way.split(sep)[0] !== '..';
  return within ? `./${way.split(sep).join('/')}` : path;
}
