import { fstatSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { letSignalsThrough } from '../files/blocking.js';
import { unwritable } from '../jobs/unwritable.js';
import { writeFully } from '../jobs/write-fully.js';
import type { Interrupt } from './interrupt.js';
import { listening, unheard } from './signals.js';

/** Where text goes: a terminal, a pipe, a file, or a test. */
export interface TextStream {
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal. */
  readonly columns?: number | undefined;
  write(text: string | Uint8Array): unknown;
}

/**
 * The operating system as commands see it. No other file of this folder but `signals.ts` says `process`, so that
 * commands can also be run one beside the other in a process that is not theirs, as tests do.
 */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder, absolute: what the user's paths are relative to. */
  readonly cwd: string;
  /** Whether neither progress nor the files that were written are told: `--quiet`. */
  readonly quiet?: boolean;
  /** What latsim runs on, for the report of a fault: `Node v20.1.0, linux`. */
  readonly platform: string;
  /** The user's wish to stop, for as long as the command lives. */
  readonly interrupt: Interrupt;
  /** Has the system show the process without its arguments, one of which is secret. */
  hideArguments(): void;
  /**
   * Waits until what was written is out; where nobody reads it any more, it counts as that.
   * @throws CommandError where stdout cannot be written
   */
  flushed(): Promise<void>;
}

/** That of this process. @param interrupt what its signals ask for, if they are listened to already */
export function processIo(interrupt: Interrupt = listening()): Io {
  letSignalsThrough(unheard);
  const stderr = new WatchedStream(process.stderr);
  const stdout = isFile(1) ? new FileStream(1) : new WatchedStream(process.stdout);
  return {
    get stdin() {
      return process.stdin;
    },
    stdout,
    stderr,
    env: process.env,
    get cwd() {
      return process.cwd();
    },
    platform: `Node ${process.version}, ${process.platform}`,
    interrupt,
    hideArguments: () => {
      process.title = 'latsim';
    },
    flushed: async () => {
      await stderr.flushed().catch(() => undefined);
      await stdout.flushed();
    },
  };
}

/** Node takes a file as written where only a part of it is: so it is written here. */
class FileStream implements TextStream {
  private failure: unknown;

  constructor(private readonly descriptor: number) {}

  write(text: string | Uint8Array): void {
    if (this.failure !== undefined) return;
    try {
      writeFully(this.descriptor, text);
    } catch (error) {
      this.failure = error;
    }
  }

  async flushed(): Promise<void> {
    if (this.failure !== undefined) throw unwritable('stdout', this.failure);
  }
}

/** A terminal, a pipe, or a device. */
class WatchedStream implements TextStream {
  private failure: unknown;

  constructor(private readonly stream: NodeJS.WriteStream) {
    stream.on('error', (error) => this.failed(error));
  }

  get isTTY(): boolean {
    return this.stream.isTTY;
  }

  get columns(): number {
    return this.stream.columns;
  }

  write(text: string | Uint8Array): void {
    if (this.failure === undefined) this.stream.write(text, (error) => this.failed(error));
  }

  async flushed(): Promise<void> {
    if (this.failure === undefined) {
      await new Promise<void>((resolve) => {
        this.stream.write('', () => resolve());
      });
    }
    // A reader that has seen enough, as in `latsim run 16x4 | head -1`, is no error.
    if (this.failure !== undefined && codeOf(this.failure) !== 'EPIPE') {
      throw unwritable('stdout', this.failure);
    }
  }

  private failed(error: unknown): void {
    if (error) this.failure ??= error;
  }
}

function codeOf(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code;
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}
