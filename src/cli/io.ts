import type { Readable } from 'node:stream';
import { EXIT } from '../text/failure.js';
import { notice } from './notices.js';

/** Where text goes: a terminal, a pipe, a file, or a test. */
export interface TextStream {
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal. */
  readonly columns?: number | undefined;
  write(text: string | Uint8Array): unknown;
}

/**
 * The operating system as commands see it. No other file of this folder says `process`, so that
 * commands can also be run one beside the other in a process that is not theirs, as tests do.
 */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder, absolute: what the user's paths are relative to. */
  readonly cwd: string;
  /** What latsim runs on, for the report of a fault: `Node v20.1.0, linux`. */
  readonly platform: string;
  /** Listens to SIGINT and SIGTERM. @returns what ends that */
  onSignal(listener: () => void): () => void;
  /** Ends the command at once, whatever it is at. */
  exit(code: number): void;
}

/** That of this process, which from now on ends where nobody reads its output any more. */
export function processIo(): Io {
  watchOutput();
  return {
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    get cwd() {
      return process.cwd();
    },
    platform: `Node ${process.version}, ${process.platform}`,
    onSignal(listener) {
      process.on('SIGINT', listener).on('SIGTERM', listener);
      return () => process.off('SIGINT', listener).off('SIGTERM', listener);
    },
    exit: (code) => process.exit(code),
  };
}

/** A reader that has seen enough, as in `latsim run 16x4 | head -1`, is no error. */
function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      if (stream === process.stdout) {
        notice(process.stderr, `stdout cannot be written: ${error.message}`);
      }
      process.exit(EXIT.usage);
    });
  }
}
