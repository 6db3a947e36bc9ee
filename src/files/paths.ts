import { isAbsolute, resolve, sep } from 'node:path';

/** That of this process, absolute. */
export function workingFolder(): string {
  return resolve('.');
}

/**
 * A path as the system takes it, relative to a folder that need not be the process's own. It is not
 * tidied up: `link/..` stays where the link leads, `file/` is no file, and nothing stays nothing.
 */
export function pathIn(folder: string, path: string): string {
  return path === '' || isAbsolute(path) ? path : `${folder}${sep}${path}`;
}
