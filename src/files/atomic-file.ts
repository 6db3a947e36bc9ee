import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeFully } from '../jobs/write-fully.js';
import { type CommandError, inputError, usageError } from '../text/failure.js';
import { pathIn } from './paths.js';

/**
 * A file that is there in full or not at all: written under another name, and renamed at the end.
 * What is not committed goes when the process does. Pipes and devices are written to directly.
 */
export class AtomicFile {
  readonly descriptor: number;
  private readonly target: string;
  private readonly written: string;

  /**
   * @param shown as the user named it
   * @param folder what a relative path is relative to
   * @throws CommandError where the file cannot be made
   */
  constructor(
    private readonly shown: string,
    folder = '.',
  ) {
    const path = pathIn(folder, shown);
    try {
      const existing = statSync(path, { throwIfNoEntry: false });
      if (existing?.isDirectory() || shown.endsWith('/')) {
        throw usageError(`${shown} is a directory`, 'name a file in it');
      }
      const direct = existing !== undefined && !existing.isFile();
      this.target = existing === undefined || direct ? path : realpathSync(path);
      this.written = direct
        ? path
        : join(dirname(this.target), `.latsim-${process.pid}-${counter++}.tmp`);
      this.descriptor = openSync(this.written, direct ? 'w' : 'wx');
    } catch (error) {
      throw this.unwritable(error);
    }
    openFiles.add(this);
    process.off('exit', discardAll).on('exit', discardAll);
  }

  /** Appends text. */
  write(text: string): void {
    try {
      writeFully(this.descriptor, text);
    } catch (error) {
      throw this.unwritable(error);
    }
  }

  /** Puts the file in its place. */
  commit(): void {
    try {
      this.close();
      if (this.written !== this.target) renameSync(this.written, this.target);
    } catch (error) {
      rmSync(this.written, { force: true });
      throw this.unwritable(error);
    }
  }

  /** Leaves nothing behind; after `commit` it does nothing. */
  discard(): void {
    if (!this.close()) return;
    if (this.written !== this.target) rmSync(this.written, { force: true });
  }

  private close(): boolean {
    if (!openFiles.delete(this)) return false;
    closeSync(this.descriptor);
    return true;
  }

  private unwritable(error: unknown): CommandError {
    const { name, code, message } = error as NodeJS.ErrnoException;
    if (name === 'CommandError') return error as CommandError;
    const reason = reasons[code ?? ''] ?? message;
    const refused = code === 'ENOENT' || code === 'ENOTDIR' ? usageError : inputError;
    return refused(`${this.shown} cannot be written: ${reason}`, 'name another file');
  }
}

const openFiles = new Set<AtomicFile>();
let counter = 0;

function discardAll(): void {
  for (const file of openFiles) file.discard();
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EACCES: 'there is no permission',
  EPERM: 'there is no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};
