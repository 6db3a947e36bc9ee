import { AtomicFile, type Outcome, placeAll } from '../files/atomic-file.js';
import { type NamedPath, optional, refuseSamePlace } from '../files/places.js';
import type { Style } from '../report/kit/style.js';
import { list } from '../report/kit/words.js';
import type { Io } from './io.js';
import { notice } from './notices.js';
import { written } from './own-colours.js';
import { styleFor } from './terminal.js';

/** Has all outputs of a command out, or none, and says which files there are now. */
export async function deliver(io: Io, outcomes: readonly Outcome[]): Promise<void> {
  await place(io, outcomes);
  const files = outcomes.flatMap(({ file }) => file ?? []);
  if (files.length > 0 && io.quiet !== true) notice(io.stderr, `wrote ${list(files)}`);
}

/**
 * Has all outputs of a command out, or none. First standard output, which takes as long as its reader
 * does: until it is through, a signal leaves no file behind. Then all files at once.
 * @throws CommandError where one of them cannot be written
 */
export async function place(io: Io, outcomes: readonly Outcome[]): Promise<void> {
  await io.flushed();
  placeAll(outcomes);
  io.interrupt.settle();
}

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

  /** What is to be put in its place. */
  get outcomes(): readonly Outcome[] {
    return this.file === undefined ? [] : [this.file];
  }

  /** Whether what is written is out at once, and cannot be taken back. */
  get direct(): boolean {
    return this.file?.direct !== false;
  }

  /** How to show emphasis there. @param flag `--color` or `--no-color` */
  style(flag: boolean | undefined): Style {
    return styleFor(this.io, this.file === undefined ? this.io.stdout : {}, flag);
  }

  /** Writes the whole report; a file's is yet to be delivered. */
  write(text: string): void {
    if (this.file === undefined) this.io.stdout.write(text);
    else this.file.write(written(text));
  }

  /** Writes the whole report, which is all that the command has to write. */
  async deliver(text: string): Promise<void> {
    this.write(text);
    await deliver(this.io, this.outcomes);
  }

  /** Leaves nothing behind of what was not delivered. */
  discard(): void {
    this.file?.discard();
  }
}
