import { dirname } from 'node:path';
import { chosenName, isAddress } from '../text/addresses.js';
import { CommandError, inputError, usageError } from '../text/failure.js';
import { shellWord } from '../text/shell.js';

/** The error of what cannot be written. @param shown as the user named it */
export function unwritable(shown: string, error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const what = `${chosenName(shown)} cannot be written: ${REASONS[code] ?? message}`;
  // An address is no folder's, and a command would show all of it.
  if (code === 'ENOENT' && !isAddress(shown)) {
    return usageError(what, 'make it, or name another file:', makeFolder(dirname(shown)));
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') return usageError(what, 'name another file');
  return inputError(
    what,
    NO_ROOM.has(code) ? 'make room there, or name another file' : 'name another file',
  );
}

/** The command that makes a folder, and those that it is in. */
export function makeFolder(folder: string): string {
  return `mkdir -p ${shellWord(folder)}`;
}

/** Why a file, a folder or a stream cannot be written, by what the system says. */
export const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EACCES: 'there is no permission',
  EPERM: 'there is no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than the system allows',
  EBUSY: 'it is in use, or a mount',
  EIO: 'the device fails',
  ELOOP: 'its links form a loop',
  ENAMETOOLONG: 'its name is too long',
  EISDIR: 'it is a directory',
  ENXIO: 'there is no such device',
  ETXTBSY: 'it is a program that is running',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};

const NO_ROOM: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);
