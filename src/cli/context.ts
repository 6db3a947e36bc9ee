import type { Io } from './io.js';

/** What a command is given beside its own arguments and options. */
export interface Context {
  readonly io: Io;
  /** All words after `latsim`, as they were given. */
  readonly args: readonly string[];
  /** Takes the exit code; without it, that is 0. */
  end(code: number | Promise<number>): Promise<void>;
}
