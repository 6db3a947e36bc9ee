import { Readable } from 'node:stream';
import { type Ends, Interrupt } from '../../src/cli/interrupt.js';
import type { Io, TextStream } from '../../src/cli/io.js';
import { main } from '../../src/cli/main.js';
import type { Ended } from './latsim.js';

/*
 * The command line in this process: ten milliseconds instead of a start of Node. `latsim` runs it from
 * its source; `built` runs what is built, which can start threads: for a user's own logger, and for
 * more than 2,000,000 events, unless `--threads 1` keeps these in this thread.
 *
 * To be spawned instead, by `latsim.ts`, is what needs a process of its own:
 *
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
  readonly stdin?: string | Buffer | Readable;
  /** Is given a way to press Ctrl-C, as soon as the command listens to it. */
  readonly listening?: (interrupt: () => void) => void;
  /** Is called when standard output is to be out; may throw as that does. */
  readonly flushing?: () => void;
  /** Presses it when the command has told so often how far it is: after so many slices of work. */
  readonly interruptAfter?: number;
}

/** Runs a command to its end. Any number may run at a time. */
export function latsim(args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  return ended(main, args, surroundings);
}

/** The same with what is built. */
export async function built(
  args: readonly string[],
  surroundings: Surroundings = {},
): Promise<Ended> {
  // By its address, so that tests compile without a build.
  const file = new URL('../../.build/cli/main.js', import.meta.url).href;
  return ended(((await import(file)) as { main: typeof main }).main, args, surroundings);
}

async function ended(
  run: typeof main,
  args: readonly string[],
  surroundings: Surroundings,
): Promise<Ended> {
  const { io, written } = surrounded(surroundings);
  const code = await run(args, io);
  return { code, ...written() };
}

/** An `Io` to hand to a part of the command line, and what was written to it. */
export function surrounded(surroundings: Surroundings = {}) {
  const { cwd = process.cwd(), env = {}, tty = false, columns, stdin = '' } = surroundings;
  // An interrupted command ends so where it takes long; here it may (see interrupt.test.ts).
  const interrupt = new Attending({ say: () => undefined, exit: () => undefined }, () =>
    surroundings.listening?.(() => interrupt.signalled()),
  );
  let told = 0;
  // Who tells how far work is looks each time whether there is a terminal.
  const looked = (): void => {
    if (interrupt.isAttended && told++ === surroundings.interruptAfter) interrupt.signalled();
  };
  const [stdout, stderr] = [new Written(tty, columns), new Written(tty, columns, looked)];
  const io: Io = {
    stdin:
      stdin instanceof Readable
        ? stdin
        : Readable.from([Buffer.from(stdin)], { objectMode: false }),
    stdout,
    stderr,
    env,
    cwd,
    platform: 'Node v20.0.0, test',
    interrupt,
    hideArguments: () => undefined,
    flushed: async () => surroundings.flushing?.(),
  };
  return { io, written: () => ({ stdout: stdout.text, stderr: stderr.text }) };
}

/** Tells when there is work that can wind up. */
class Attending extends Interrupt {
  constructor(
    ends: Ends,
    private readonly began: () => void,
  ) {
    super(ends);
  }

  override attend(): () => void {
    const leave = super.attend();
    this.began();
    return leave;
  }
}

class Written implements TextStream {
  text = '';

  constructor(
    private readonly tty: boolean,
    readonly columns: number | undefined,
    private readonly looked = (): void => undefined,
  ) {}

  get isTTY(): boolean {
    this.looked();
    return this.tty;
  }

  write(piece: string | Uint8Array): void {
    this.text += typeof piece === 'string' ? piece : new TextDecoder().decode(piece);
  }
}
