import { Readable } from 'node:stream';
import type { Io, TextStream } from '../../src/cli/io.js';
import { main } from '../../src/cli/main.js';
import type { Ended } from './latsim.js';

/*
 * The command line from its source, in this process: ten milliseconds instead of a start of Node, and
 * no build. To be spawned instead, by `latsim.ts`, is what needs a process of its own:
 *
 * - threads, whose files are there only when built: a user's own logger, `gate`;
 * - what the real `Io` does: real signals, a reader that goes away, the exit code of the process;
 * - what is promised of the command as it is installed.
 */

export interface Surroundings {
  /** Default: that of the tests. */
  readonly cwd?: string;
  /** All of the environment. Default: nothing. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether stdout and stderr are terminals. */
  readonly tty?: boolean;
  /** Width of the terminal. */
  readonly columns?: number;
  /** What is on standard input. Default: nothing. */
  readonly stdin?: string | Buffer;
  /** Is given a way to press Ctrl-C, as soon as the command listens to it. */
  readonly listening?: (interrupt: () => void) => void;
}

/** Runs a command to its end. Any number may run at a time. */
export async function latsim(
  args: readonly string[],
  surroundings: Surroundings = {},
): Promise<Ended> {
  const { io, written, exited } = surrounded(surroundings);
  const code = await Promise.race([main(args, io), exited]);
  return { code, ...written() };
}

/** An `Io` to hand to a part of the command line, and what was written to it. */
export function surrounded(surroundings: Surroundings = {}) {
  const { cwd = process.cwd(), env = {}, tty = false, columns, stdin = '' } = surroundings;
  const [stdout, stderr] = [new Written(tty, columns), new Written(tty, columns)];
  const listeners = new Set<() => void>();
  let exit = (_: number): void => undefined;
  const exited = new Promise<number>((resolve) => {
    exit = resolve;
  });
  const io: Io = {
    stdin: Readable.from([Buffer.from(stdin)], { objectMode: false }),
    stdout,
    stderr,
    env,
    cwd,
    platform: 'Node v20.0.0, test',
    onSignal(listener) {
      listeners.add(listener);
      surroundings.listening?.(() => {
        for (const one of listeners) one();
      });
      return () => listeners.delete(listener);
    },
    exit,
  };
  return { io, written: () => ({ stdout: stdout.text, stderr: stderr.text }), exited, listeners };
}

class Written implements TextStream {
  text = '';

  constructor(
    readonly isTTY: boolean,
    readonly columns: number | undefined,
  ) {}

  write(piece: string | Uint8Array): void {
    this.text += typeof piece === 'string' ? piece : new TextDecoder().decode(piece);
  }
}
