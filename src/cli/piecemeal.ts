import { randomUUID } from 'node:crypto';
import { readSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AtomicFile } from '../files/atomic-file.js';
import { type NamedPath, optional, refuseSamePlace } from '../files/places.js';
import type { EventsFile } from '../studies/job.js';
import type { Io } from './io.js';
import { deliver } from './output.js';

/** Bytes that are copied at a time. */
const PIECE = 1_000_000;

/**
 * Where a trace goes, which is too long to be held: it is written piece by piece while the work goes
 * on, and yet all of it comes out or nothing. For standard output it is kept in a file aside meanwhile.
 */
export class PiecemealOutput {
  private readonly file: AtomicFile;
  private readonly aside: boolean;

  /**
   * @param path what `--output` named; undefined or `-`: standard output
   * @param read what the command reads, which is not to be written over
   * @throws CommandError where the file cannot be made, or is read
   */
  constructor(
    private readonly io: Io,
    path: string | undefined,
    read: readonly NamedPath[],
  ) {
    const named = path === '-' ? undefined : path;
    refuseSamePlace(io.cwd, optional('--output', named), read);
    this.aside = named === undefined;
    this.file = new AtomicFile(named ?? join(tmpdir(), `latsim-${randomUUID()}`), io.cwd);
  }

  /** What is written to. @param heading where the trace comes from */
  events(heading: NonNullable<EventsFile['trace']>): EventsFile {
    const { shown, descriptor } = this.file;
    return { shown, descriptor, trace: heading };
  }

  /** Has what was written come out, with the other outputs of the command. */
  async deliver(others: readonly AtomicFile[] = []): Promise<void> {
    if (this.aside) await this.copyToStdout();
    await deliver(this.io, this.aside ? others : [this.file, ...others]);
  }

  /** Leaves nothing behind of what was not delivered. */
  discard(): void {
    this.file.discard();
  }

  private async copyToStdout(): Promise<void> {
    const { descriptor } = this.file;
    for (let at = 0; ; ) {
      const piece = Buffer.alloc(PIECE);
      const bytes = readSync(descriptor, piece, 0, PIECE, at);
      if (bytes === 0) return;
      at += bytes;
      this.io.stdout.write(piece.subarray(0, bytes));
      await this.io.flushed();
    }
  }
}
