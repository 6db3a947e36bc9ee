import { realpathSync, type Stats, statSync } from 'node:fs';

/** No file of a logger is larger than this. */
export const maxLoggerBytes = 10_000_000;

const MODULE = /\.[cm]?[jt]s$/;

/** Why a path names no file that can be loaded as a logger; undefined: it does. */
export function loggerFileFault(
  path: string,
): { readonly what: string; readonly remedy: string } | undefined {
  const stat = statOf(path);
  if (stat === undefined) return { what: ': there is no such file', remedy: 'check the path' };
  if (stat.isDirectory()) return { what: ' is a directory', remedy: 'name a file in it' };
  // A module is loaded by its path, to its end: that of a pipe or a device may never come.
  if (!stat.isFile()) return { what: ' is a pipe or a device', remedy: 'save it to a file' };
  // Node takes a file without an ending for JavaScript: `KEY=value` would be run, and the value be shown.
  if (!MODULE.test(realpathSync(path))) {
    return {
      what: ' is not a module by its name',
      remedy: 'name a file that ends in .mjs, .cjs, .js or .ts',
    };
  }
  if (stat.size <= maxLoggerBytes) return undefined;
  return {
    what: ` has more than ${maxLoggerBytes / 1e6} MB, which no logger needs`,
    remedy: 'check that this is a logger',
  };
}

/** Undefined where there is nothing, nor can be: a name too long, links in a loop. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
