import { inputError } from '../text/failure.js';
import { harmlessJson } from '../text/harmless.js';
import type { SimulationEvent } from '../worlds/simulate/events.js';
import { writeFully } from './write-fully.js';

/** Lines that are written at a time. */
const LINES = 4096;

/** Writes events as JSON Lines, in large pieces. */
export class EventWriter {
  private lines: string[] = [];
  private readerGone = false;

  constructor(private readonly descriptor: number) {}

  write(event: SimulationEvent): void {
    if (this.readerGone) return;
    this.lines.push(harmlessJson(JSON.stringify(event)));
    if (this.lines.length >= LINES) this.flush();
  }

  /** @throws CommandError where there is no room for them */
  flush(): void {
    try {
      if (this.lines.length > 0) writeFully(this.descriptor, `${this.lines.join('\n')}\n`);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      // Who reads a pipe may have seen enough.
      if (code !== 'EPIPE') {
        throw inputError(`the events cannot be written: ${message}`, 'name another file');
      }
      this.readerGone = true;
    }
    this.lines = [];
  }
}
