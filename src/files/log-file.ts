import { statSync } from 'node:fs';
import { type LogOptions, type LogReading, readLog } from '../litellm/logs.js';
import type { SpendRow } from '../litellm/spend-row.js';
import { contentOf, type Input } from './content.js';
import { decoded } from './decoded.js';

/** Who waits for a log. */
export interface LogWatch {
  stopRequested(): boolean;
  /** @param size of the files in bytes; 0 where it cannot be known beforehand */
  onRead(bytes: number, size: number): void;
}

/**
 * Reads a LiteLLM spend log as a stream: of one or several files, plain or gzip'd, pipes or standard input.
 * Memory does not grow with it, but by a hash of each request's id.
 *
 * @param onRow Is given each request that was routed: successes, timeouts and other failures.
 * @returns What was found beside them; null where it was interrupted.
 * @throws ScenarioError where the log cannot be read or relied on.
 */
export async function readLogFiles(
  inputs: readonly Input[],
  options: LogOptions,
  onRow: (row: SpendRow) => void,
  watch: LogWatch,
): Promise<LogReading | null> {
  let interrupted = false;
  const sizes = inputs.map(sizeOf);
  const size = sizes.includes(0) ? 0 : sizes.reduce((sum, one) => sum + one, 0);
  let before = 0;
  async function* content(input: Input): AsyncGenerator<Buffer> {
    let read = 0;
    const onRead = (bytes: number): void => {
      read = bytes;
      watch.onRead(before + read, size);
    };
    for await (const piece of contentOf(input, onRead)) {
      interrupted = watch.stopRequested();
      if (interrupted) return;
      yield piece;
    }
    before += read;
  }
  const sources = inputs.map((input) => ({
    file: input.shown,
    text: decoded(content(input), input.shown),
  }));
  try {
    const reading = await readLog(sources, options, onRow);
    return interrupted ? null : reading;
  } catch (error) {
    if (interrupted) return null; // what the half of a log looks like is nobody's concern
    throw error;
  }
}

/** In bytes; 0 where it cannot be known beforehand. */
function sizeOf({ from }: Input): number {
  if (typeof from !== 'string') return 0;
  try {
    return statSync(from).size;
  } catch {
    return 0; // reading says what is wrong with it
  }
}
