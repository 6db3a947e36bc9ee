import { realpathSync, type Stats, statSync } from 'node:fs';
import type { RouterPart } from '../effects/fault.js';

/** No file of a logger or a strategy is larger than this. */
export const maxModuleBytes = 10_000_000;

const MODULE = /\.[cm]?[jt]s$/;

/** Why a path names no file that can be loaded as a logger or a strategy; undefined: it does. */
export function moduleFileFault(
  path: string,
  part: RouterPart,
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
  if (stat.size <= maxModuleBytes) return undefined;
  return {
    what: ` has more than ${maxModuleBytes / 1e6} MB, which no ${part} needs`,
    remedy: `check that this is a ${part}`,
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
