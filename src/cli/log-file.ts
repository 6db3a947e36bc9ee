import { statSync } from 'node:fs';
import { contentOf, type Input } from '../files/content.js';
import { type LogOptions, type LogReading, readLog } from '../litellm/logs.js';
import type { SpendRow } from '../litellm/spend-row.js';
import { type Attendance, attended } from './attended.js';
import { inputOf } from './input.js';
import type { Io } from './io.js';

/**
 * Reads a LiteLLM spend log as a stream: plain or gzip'd, from a file, a pipe or (`-`) standard
 * input. Memory does not grow with it. Progress goes to stderr.
 *
 * @param onRow Is given each request that was routed: successes, timeouts and other failures.
 * @returns What was found beside them; null where it was interrupted.
 * @throws ScenarioError where the log cannot be read or relied on.
 */
export async function readLogFile(
  io: Io,
  file: string,
  options: LogOptions,
  onRow: (row: SpendRow) => void,
): Promise<LogReading | null> {
  const input = inputOf(io, file);
  return attended(io, (attendance) => reading(input, options, onRow, attendance));
}

async function reading(
  input: Input,
  options: LogOptions,
  onRow: (row: SpendRow) => void,
  { progress, stopRequested }: Attendance,
): Promise<LogReading | null> {
  const { shown } = input;
  let interrupted = false;
  async function* text(): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8');
    const size = sizeOf(input);
    const content = contentOf(input, (bytes) => {
      if (size > 0) progress.update(Math.min(1, bytes / size), shown);
      else progress.updateCount(bytes, 'bytes', shown);
    });
    for await (const piece of content) {
      interrupted = stopRequested();
      if (interrupted) return;
      yield decoder.decode(piece, { stream: true });
    }
    yield decoder.decode();
  }
  try {
    const reading = await readLog(shown, text(), options, onRow);
    return interrupted ? null : reading;
  } catch (error) {
    if (interrupted) return null; // what the half of a log looks like is nobody's concern
    throw error;
  }
}

/** In bytes; 0 where it cannot be known beforehand. */
function sizeOf({ from }: Input): number {
  return typeof from === 'string' ? (statSync(from, { throwIfNoEntry: false })?.size ?? 0) : 0;
}
