import { statSync } from 'node:fs';
import { contentOf } from '../files/content.js';
import { type LogOptions, type LogReading, readLog } from '../litellm/logs.js';
import type { SpendRow } from '../litellm/spend-row.js';
import type { Interrupt } from './interrupt.js';
import { Progress } from './progress.js';

/**
 * Reads a LiteLLM spend log as a stream: plain or gzip'd, from a file, a pipe or (`-`) standard
 * input. Memory does not grow with it. Progress goes to stderr.
 *
 * @param onRow Is given each request that was routed: successes, timeouts and other failures.
 * @returns What was found beside them; null where it was interrupted.
 * @throws ScenarioError where the log cannot be read or relied on.
 */
export async function readLogFile(
  path: string,
  options: LogOptions,
  onRow: (row: SpendRow) => void,
  interrupt: Interrupt,
): Promise<LogReading | null> {
  const progress = new Progress();
  let interrupted = false;
  async function* text(): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8');
    const size = sizeOf(path);
    const content = contentOf(path, (bytes) => {
      if (size > 0) progress.update(Math.min(1, bytes / size), path);
      else progress.updateCount(bytes, 'bytes', path);
    });
    for await (const piece of content) {
      interrupted = interrupt.requested;
      if (interrupted) return;
      yield decoder.decode(piece, { stream: true });
    }
    yield decoder.decode();
  }
  try {
    const reading = await readLog(path, text(), options, onRow);
    return interrupted ? null : reading;
  } catch (error) {
    if (interrupted) return null; // what the half of a log looks like is nobody's concern
    throw error;
  } finally {
    progress.end();
  }
}

/** In bytes; 0 where it cannot be known beforehand. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
