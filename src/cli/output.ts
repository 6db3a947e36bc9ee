import { AtomicFile } from '../files/atomic-file.js';
import { type NamedPath, optional, refuseSamePlace } from '../files/places.js';
import type { Style } from '../report/kit/style.js';
import { harmless } from '../text/harmless.js';
import type { Io } from './io.js';
import { styleFor } from './terminal.js';

/** Where a report goes: standard output, or a file that is there in full or not at all. */
export class Output {
  private readonly file?: AtomicFile;

  /**
   * @param path what `--output` named; undefined or `-`: standard output
   * @param read what the command reads, which is not to be written over
   * @throws CommandError where the file cannot be made, or is read
   */
  constructor(
    private readonly io: Io,
    path: string | undefined,
    read: readonly NamedPath[] = [],
  ) {
    if (path === undefined || path === '-') return;
    refuseSamePlace(io.cwd, optional('--output', path), read);
    this.file = new AtomicFile(path, io.cwd);
  }

  /** How to show emphasis there. @param flag `--color` or `--no-color` */
  style(flag: boolean | undefined): Style {
    return styleFor(this.io, this.file === undefined ? this.io.stdout : {}, flag);
  }

  /** Writes the whole report. */
  write(text: string): void {
    if (this.file === undefined) {
      this.io.stdout.write(text);
      return;
    }
    this.file.write(harmless(text));
    this.file.commit();
  }

  /** Leaves nothing behind of what was not written. */
  discard(): void {
    this.file?.discard();
  }
}
