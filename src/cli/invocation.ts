import type { Command } from 'commander';
import type { Io } from './io.js';

/** What a command is given beside its own arguments and options. */
export interface Invocation {
  readonly io: Io;
  /** All words after `latsim`, as they were given. */
  readonly args: readonly string[];
  /** All commands, with their arguments and options. */
  commands(): Promise<readonly Command[]>;
  /** Takes the exit code; without it, that is 0. */
  end(code: number | Promise<number>): Promise<void>;
}
