import { basename, resolve } from 'node:path';
import { suggest } from '../scenario/problems.js';
import { isLoggerPath, shippedLoggers } from '../scenario/schema.js';
import { usageError } from './failure.js';

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
 * @param folder - what a relative path is relative to
 * @throws CommandError where there is no such logger
 */
export function chooseLogger(given: string, folder: string): LoggerChoice {
  if ((shippedLoggers as readonly string[]).includes(given))
    return { kind: 'shipped', name: given };
  if (isLoggerPath(given)) {
    const name = basename(given).replace(/\.[cm]?[jt]s$/, '');
    const path = resolve(folder, given);
    return { kind: 'file', name, shown: resolve(given) === path ? given : path, path };
  }
  throw usageError(
    `there is no logger '${given}'`,
    `${suggest(given, shippedLoggers)} (a file of your own: ./${given}.mjs)`,
  );
}
