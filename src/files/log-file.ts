import { statSync } from 'node:fs';
import { type LogOptions, type LogReading, readLog } from '../litellm/logs.js';
import type { SpendRow } from '../litellm/spend-row.js';
import { contentOf, type Input } from './content.js';

/** Who waits for a log. */
export interface LogWatch {
  stopRequested(): boolean;
  /** @param size of the file in bytes; 0 where it cannot be known beforehand */
  onRead(bytes: number, size: number): void;
}

/**
 * Reads a LiteLLM spend log as a stream: plain or gzip'd, from a file, a pipe or standard input.
 * Memory does not grow with it.
 *
 * @param onRow Is given each request that was routed: successes, timeouts and other failures.
 * @returns What was found beside them; null where it was interrupted.
 * @throws ScenarioError where the log cannot be read or relied on.
 */
export async function readLogFile(
  input: Input,
  options: LogOptions,
  onRow: (row: SpendRow) => void,
  watch: LogWatch,
): Promise<LogReading | null> {
  let interrupted = false;
  async function* text(): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8');
    const size = sizeOf(input);
    for await (const piece of contentOf(input, (bytes) => watch.onRead(bytes, size))) {
      interrupted = watch.stopRequested();
      if (interrupted) return;
      yield decoder.decode(piece, { stream: true });
    }
    yield decoder.decode();
  }
  try {
    const reading = await readLog(input.shown, text(), options, onRow);
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
