import { readLogFiles as reading } from '../files/log-file.js';
import type { LogOptions, LogReading } from '../litellm/logs.js';
import type { SpendRow } from '../litellm/spend-row.js';
import { attended } from './attended.js';
import { inputOf } from './input.js';
import type { Io } from './io.js';

/**
 * Reads a LiteLLM spend log, from files, pipes or (`-`) standard input, with progress on stderr.
 *
 * @param onRow Is given each request that was routed: successes, timeouts and other failures.
 * @returns What was found beside them; null where it was interrupted.
 * @throws ScenarioError where the log cannot be read or relied on.
 */
export async function readLogFiles(
  io: Io,
  files: readonly string[],
  options: LogOptions,
  onRow: (row: SpendRow) => void,
): Promise<LogReading | null> {
  const inputs = files.map((file) => inputOf(io, file));
  const shown = inputs.map((input) => input.shown).join(', ');
  return attended(io, ({ progress, stopRequested }) =>
    reading(inputs, options, onRow, {
      stopRequested,
      onRead: (bytes, size) => {
        if (size > 0) progress.update(Math.min(1, bytes / size), shown);
        else progress.updateCount(bytes, 'bytes', shown);
      },
    }),
  );
}
