import { readLogFile as reading } from '../files/log-file.js';
import type { LogOptions, LogReading } from '../litellm/logs.js';
import type { SpendRow } from '../litellm/spend-row.js';
import { attended } from './attended.js';
import { inputOf } from './input.js';
import type { Io } from './io.js';

/**
 * Reads a LiteLLM spend log, from a file, a pipe or (`-`) standard input, with progress on stderr.
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
  return attended(io, ({ progress, stopRequested }) =>
    reading(input, options, onRow, {
      stopRequested,
      onRead: (bytes, size) => {
        if (size > 0) progress.update(Math.min(1, bytes / size), input.shown);
        else progress.updateCount(bytes, 'bytes', input.shown);
      },
    }),
  );
}
