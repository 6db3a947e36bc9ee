import {
  closeSync,
  copyFileSync,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { unwritable } from '../jobs/unwritable.js';
import { writeFully } from '../jobs/write-fully.js';
import { usageError } from '../text/failure.js';
import { whileBlocked } from './blocking.js';
import { pathIn } from './paths.js';

/** Something that a command leaves behind: in full, together with all else that it does, or not at all. */
export interface Outcome {
  /** The file that is then there, as the user named it; undefined: none that is news. */
  readonly file?: string | undefined;
  /** Ends what takes long, or may fail: after it only `place` is left. */
  finish(): void;
  /** Puts it in its place. */
  place(): void;
  /** Takes back what `place` did. */
  takeBack(): void;
  /** Leaves nothing behind, but for what was placed and not taken back. */
  discard(): void;
}

/**
 * Puts all in their places, or none: where one cannot be placed, those before it are taken back. In one
 * breath, so that no signal is heard in between.
 * @throws CommandError where one cannot be written
 */
export function placeAll(outcomes: readonly Outcome[]): void {
  for (const one of outcomes) one.finish();
  let placed = 0;
  try {
    for (; placed < outcomes.length; placed++) outcomes[placed]?.place();
  } catch (error) {
    for (const one of outcomes.slice(0, placed).reverse()) one.takeBack();
    throw error;
  } finally {
    for (const one of [...outcomes].reverse()) one.discard();
  }
}

/**
 * A file that is there in full or not at all: written under another name, and renamed at the end.
 * What is not placed goes when the process does. Pipes and devices are written to directly.
 */
export class AtomicFile implements Outcome {
  readonly descriptor: number;
  /** Whether what is written is there at once. */
  readonly direct: boolean;
  private readonly target: string;
  private readonly written: string;
  private readonly existed: boolean;
  /** Another name for what was there before. */
  private before: string | undefined;

  /**
   * @param shown as the user named it
   * @param folder what a relative path is relative to
   * @throws CommandError where the file cannot be made
   */
  constructor(
    readonly shown: string,
    folder = '.',
  ) {
    const path = pathIn(folder, shown);
    try {
      const existing = statSync(path, { throwIfNoEntry: false });
      if (existing?.isDirectory() || shown.endsWith('/')) {
        throw usageError(`${shown} is a directory`, 'name a file in it');
      }
      this.existed = existing !== undefined;
      const open = existing && openAlready(existing);
      this.direct = open !== undefined || (existing !== undefined && !existing.isFile());
      this.target = this.direct ? path : existing ? realpathSync(path) : linked(path);
      if (this.direct) {
        this.written = path;
        this.descriptor = open ?? whileBlocked(() => openSync(path, 'w'));
      } else {
        [this.written, this.descriptor] = besides(this.target);
        if (existing) fchmodSync(this.descriptor, existing.mode & 0o777);
      }
    } catch (error) {
      throw unwritable(shown, error);
    }
    keep(this);
  }

  get file(): string | undefined {
    return this.direct ? undefined : this.shown;
  }

  /** Appends text. */
  write(text: string): void {
    try {
      writeFully(this.descriptor, text);
    } catch (error) {
      throw unwritable(this.shown, error);
    }
  }

  finish(): void {
    try {
      this.close();
    } catch (error) {
      throw unwritable(this.shown, error);
    }
  }

  place(): void {
    if (this.direct) return;
    try {
      if (this.existed) {
        this.before = besidesName(this.target);
        alsoNamed(this.target, this.before);
      }
      renameSync(this.written, this.target);
    } catch (error) {
      throw unwritable(this.shown, error);
    }
  }

  takeBack(): void {
    if (this.direct) return;
    if (this.before === undefined) rmSync(this.target, { force: true });
    else renameSync(this.before, this.target);
  }

  /** Puts the file in its place, alone. */
  commit(): void {
    placeAll([this]);
  }

  discard(): void {
    try {
      this.close();
    } finally {
      if (kept.delete(this) && !this.direct) {
        rmSync(this.written, { force: true });
        if (this.before !== undefined) rmSync(this.before, { force: true });
      }
    }
  }

  private isOpen = true;

  private close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    // Standard output and standard error stay open.
    if (this.descriptor > 2) closeSync(this.descriptor);
  }
}

/** Text that is added to a file which others add to, too. */
export class AppendedText implements Outcome {
  private readonly descriptor: number;
  private bytesBefore = 0;
  private text = '';

  /**
   * @param shown how errors name the file
   * @throws CommandError where it cannot be opened
   */
  constructor(
    private readonly shown: string,
    path: string,
  ) {
    try {
      this.descriptor = whileBlocked(() => openSync(path, 'a'));
    } catch (error) {
      throw unwritable(shown, error);
    }
    keep(this);
  }

  /** Says what to add. */
  write(text: string): void {
    this.text += text;
  }

  finish(): void {
    this.bytesBefore = fstatSync(this.descriptor).size;
  }

  place(): void {
    try {
      writeFully(this.descriptor, this.text);
    } catch (error) {
      this.takeBack();
      throw unwritable(this.shown, error);
    }
  }

  takeBack(): void {
    if (fstatSync(this.descriptor).isFile()) ftruncateSync(this.descriptor, this.bytesBefore);
  }

  discard(): void {
    if (kept.delete(this)) closeSync(this.descriptor);
  }
}

/** A folder that was not there; not those above it: in some places Node would try that for ever. */
export class NewFolder implements Outcome {
  /** @throws what the system says where it cannot be made */
  constructor(private readonly path: string) {
    mkdirSync(path);
    keep(this);
  }

  finish(): void {}

  place(): void {
    kept.delete(this);
  }

  takeBack(): void {
    keep(this);
  }

  discard(): void {
    if (kept.delete(this)) rmdirSync(this.path);
  }
}

/** What has been begun: it goes when the process does. */
const kept = new Set<Outcome>();

function keep(one: Outcome): void {
  kept.add(one);
  process.off('exit', discardAll).on('exit', discardAll);
}

function discardAll(): void {
  // What came later lies in what came before.
  for (const one of [...kept].reverse()) {
    try {
      one.discard();
    } catch {
      // The others go nevertheless.
    }
  }
}

/** Standard output or error, where a file is that: what is written there follows what is there already. */
function openAlready({ dev, ino }: Stats): number | undefined {
  return [1, 2].find((descriptor) => {
    try {
      const open = fstatSync(descriptor);
      return open.isFile() && open.dev === dev && open.ino === ino;
    } catch {
      return false;
    }
  });
}

/** Where a path leads at which nothing is: a link may lead to what is not there yet. */
function linked(path: string): string {
  let end = path;
  // A link that leads round in a circle has been refused by now.
  for (;;) {
    try {
      end = resolve(realpathSync(dirname(end)), readlinkSync(end));
    } catch {
      return end;
    }
  }
}

let counter = 0;

/** A new file beside another. @returns its path and descriptor */
function besides(path: string): [path: string, descriptor: number] {
  for (;;) {
    const made = besidesName(path);
    try {
      return [made, openSync(made, 'wx+')];
    } catch (error) {
      // Left behind by a process that was killed, and had the number that this one has.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function besidesName(path: string): string {
  return join(dirname(path), `.latsim-${process.pid}-${counter++}.tmp`);
}

/** Gives a file a second name, so that it can come back; to a copy where there are no second names. */
function alsoNamed(path: string, name: string): void {
  try {
    linkSync(path, name);
  } catch {
    copyFileSync(path, name);
  }
}
