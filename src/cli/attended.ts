import { setImmediate } from 'node:timers/promises';
import { whileBlocked } from '../files/blocking.js';
import { printableLines } from '../text/harmless.js';
import type { Io } from './io.js';
import { ProgressBar } from './progress-bar.js';

/** No terminal, so nothing is shown on it. */
const SILENT = { write: () => undefined };

/** How work stays in touch with the user. */
export interface Attendance {
  /** Aborted where the user wishes to stop. */
  readonly signal: AbortSignal;
  /** On stderr; gone when the work ends. */
  readonly progress: ProgressBar;
  stopRequested(): boolean;
  /** Lets others have the thread, so that a signal can come in. */
  pause(): Promise<void>;
  /** Takes what a user's own logger prints. */
  printed(piece: string | Uint8Array): void;
}

/**
 * Does work that may take long, with an ear for signals and an eye on progress.
 * @param patience_ms how long it may take to wind up
 */
export async function attended<Result>(
  { interrupt, stderr, quiet }: Io,
  work: (attendance: Attendance) => Promise<Result>,
  patience_ms?: number,
): Promise<Result> {
  const leave = interrupt.attend(patience_ms);
  const progress = new ProgressBar(quiet === true ? SILENT : stderr);
  try {
    return await work({
      signal: interrupt.signal,
      progress,
      stopRequested: () => interrupt.signal.aborted,
      pause: async () => setImmediate(),
      printed: (piece) => stderr.write(printableLines(textOf(piece))),
    });
  } finally {
    progress.end();
    leave();
  }
}

/**
 * Does work that keeps the thread to itself, and of which nothing is to be kept: with an eye on progress,
 * and a signal ends it at once.
 * @param label what it is doing
 */
export function unattended<Result>(
  { stderr, quiet }: Pick<Io, 'stderr' | 'quiet'>,
  label: string,
  work: (told: (part: number) => void) => Result,
): Result {
  const progress = new ProgressBar(quiet === true ? SILENT : stderr);
  try {
    return whileBlocked(() => work((part) => progress.update(part, label)));
  } finally {
    progress.end();
  }
}

function textOf(piece: string | Uint8Array): string {
  return typeof piece === 'string' ? piece : new TextDecoder().decode(piece);
}
