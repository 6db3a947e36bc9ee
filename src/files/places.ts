import { readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { RouterPart } from '../effects/fault.js';
import type { PartChoice } from '../loggers/choice.js';
import type { LoadedScenario } from '../scenario/loaded.js';
import { usageError } from '../text/failure.js';
import { pathIn } from './paths.js';

/** A file that a command reads or writes. */
export interface NamedPath {
  /** What it is, in words: `--baseline`. */
  readonly what: string;
  /** As the user named it. */
  readonly path: string;
}

/** A path that an option may have been given. */
export function optional(what: string, path: string | undefined): NamedPath[] {
  return path === undefined ? [] : [{ what, path }];
}

/** The files of a scenario: its own, and those that it names. */
export function scenarioFiles({ source: { path }, numbers }: LoadedScenario): NamedPath[] {
  const named = [...numbers.keys()].map((file) => resolve(dirname(path), file));
  return [
    { what: 'a scenario', path },
    ...named.map((file) => ({ what: 'a file that a scenario names', path: file })),
  ];
}

/** The file of a logger or a strategy, where it has one. */
export function partFile(part: RouterPart, choice: PartChoice<unknown>): NamedPath[] {
  return choice.kind === 'file' ? [{ what: `a ${part}`, path: choice.path }] : [];
}

/**
 * Refuses to write two things to one file, or to write over what is read: also where it is named in
 * two ways, or through a link. Pipes and devices take all that comes.
 * @param folder what relative paths are relative to
 * @throws CommandError that names both
 */
export function refuseSamePlace(
  folder: string,
  written: readonly NamedPath[],
  read: readonly NamedPath[],
): void {
  const taken = new Map(read.map(({ what, path }) => [realPath(pathIn(folder, path)), what]));
  for (const { what, path } of written) {
    const absolute = pathIn(folder, path);
    if (isPipeOrDevice(absolute)) continue;
    const real = realPath(absolute);
    const other = taken.get(real);
    if (other !== undefined) {
      throw usageError(
        `${what} would write to ${path}, which is also ${other}`,
        'give each a file of its own',
      );
    }
    taken.set(real, what);
  }
}

/** Links may lead in a circle. */
const MOST_LINKS = 40;

/** Where a path leads, links followed; its last part need not be there yet, nor what it is a link to. */
function realPath(path: string, links = MOST_LINKS): string {
  const absolute = resolve(path);
  const there = ifAny(() => realpathSync(absolute));
  if (there !== undefined) return there;
  const target = ifAny(() => readlinkSync(absolute));
  const folder = dirname(absolute);
  if (target !== undefined && links > 0) return realPath(resolve(folder, target), links - 1);
  return join(ifAny(() => realpathSync(folder)) ?? folder, basename(absolute));
}

function ifAny(found: () => string): string | undefined {
  try {
    return found();
  } catch {
    return undefined;
  }
}

function isPipeOrDevice(path: string): boolean {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found !== undefined && !found.isFile() && !found.isDirectory();
  } catch {
    return false;
  }
}
