import { readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute } from 'node:path';
import { chosenName, isAddress } from '../text/addresses.js';
import { nearest, type Problem } from '../text/problems.js';
import { type Place, problemAt } from '../text/tree.js';

/** What is wrong with a file that cannot be read. It loads little: part of many starts. */

/** The problem behind an error of the file system with a file that another file names. */
export function unreadable(shown: string, error: NodeJS.ErrnoException): Problem {
  if (isAddress(shown)) return { file: chosenName(shown), ...ADDRESS };
  const [message, remedy] = reasons[error.code ?? ''] ?? [
    `it cannot be read (${error.code ?? error.message})`,
    'check the path',
  ];
  return { file: shown, message, remedy };
}

/**
 * The problem with a file that a text names, where it names it. What else there is beside it is told
 * within the folder of the text alone, as the text may be somebody else's.
 * @param named as it stands there
 * @param path where it was looked for
 */
export function unreadableAt(
  place: Place,
  named: string,
  path: string,
  error: NodeJS.ErrnoException,
): Problem {
  const { file: shown, message, remedy } = unreadable(named, error);
  if (isAddress(named)) {
    // Of its line no more is shown than of the address.
    const { sourceLine: _, ...problem } = problemAt(place, `${shown}: ${message}`, remedy);
    return problem;
  }
  const within = !isAbsolute(named) && !named.split(/[/\\]/).includes('..');
  const near = within && error.code === 'ENOENT' ? nearestBeside(named, path) : undefined;
  const said = NAMED[error.code ?? '']?.(`"${named}"`) ?? `"${named}": ${message}`;
  return problemAt(place, said, near === undefined ? remedy : `did you mean "${near}"?`);
}

const NAMED: Record<string, (name: string) => string> = {
  ENOENT: (name) => `there is no such file ${name}`,
  ENOTDIR: (name) => `there is no such file ${name}`,
  EISDIR: (name) => `${name} is a directory`,
  EACCES: (name) => `there is no permission to read ${name}`,
  EPERM: (name) => `there is no permission to read ${name}`,
};

/**
 * The problem with a file that the command line names: where it is not there, that is mistyped, and the
 * nearest name beside it may be meant.
 * @param others named as well, and so not meant
 */
export function misnamed(
  shown: string,
  path: string,
  error: NodeJS.ErrnoException,
  others: readonly string[] = [],
): Problem {
  const problem = unreadable(shown, error);
  if (!MISTYPED.has(error.code ?? '')) return problem;
  const near = error.code === 'ENOENT' ? nearestBeside(shown, path, others) : undefined;
  const remedy = near === undefined ? problem.remedy : `did you mean "${near}"?`;
  return { ...problem, remedy, mistyped: true };
}

const ADDRESS = {
  message: 'this is an address, not a file',
  remedy: 'download it, and name the file',
};
const MISTYPED: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

/**
 * A file in the same folder whose name is near, as it would be named.
 * @param others that are not meant, as they are named
 */
export function nearestBeside(
  shown: string,
  path: string,
  others: readonly string[] = [],
): string | undefined {
  const name = basename(path);
  if (!shown.endsWith(name)) return undefined;
  try {
    const files = readdirSync(dirname(path), { withFileTypes: true }).filter((one) => one.isFile());
    const before = shown.slice(0, -name.length);
    const names = files.map((one) => one.name).filter((one) => !others.includes(before + one));
    const near = nearest(name, names.sort());
    return near === undefined ? undefined : `${before}${near}`;
  } catch {
    return undefined;
  }
}

const reasons: Record<string, readonly [string, string]> = {
  ENOENT: ['there is no such file', 'check the path'],
  ENOTDIR: ['there is no such file', 'check the path'],
  EISDIR: ['this is a directory', 'name a file in it'],
  ENXIO: ['this is a socket, or a device that is not there', 'name a file or a pipe'],
  NO_WRITER: ['nobody writes to this pipe', 'start what writes to it, or name a file'],
  EACCES: ['there is no permission to read it', 'change its permissions, or copy it'],
  EPERM: ['there is no permission to read it', 'change its permissions, or copy it'],
  ENAMETOOLONG: ['no file has so long a name', 'check the path'],
  ELOOP: ['its links form a loop', 'link it to a file'],
  ERR_INVALID_ARG_VALUE: ['no file has a null character in its name', 'check the path'],
};
