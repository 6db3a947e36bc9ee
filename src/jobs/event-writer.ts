import { inputError } from '../text/failure.js';
import { harmlessJson } from '../text/harmless.js';
import type { SimulationEvent } from '../worlds/simulate/events.js';
import { writeFully } from './write-fully.js';

/** Characters that are written at a time: an event may hold a whole map. */
const PIECE = 1_000_000;

/** Writes events as JSON Lines, in large pieces. */
export class EventWriter {
  private lines: string[] = [];
  private characters = 0;
  private readerGone = false;

  constructor(private readonly descriptor: number) {}

  write(event: SimulationEvent): void {
    if (this.readerGone) return;
    const line = harmlessJson(JSON.stringify(event));
    this.lines.push(line);
    this.characters += line.length;
    if (this.characters >= PIECE) this.flush();
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
    this.characters = 0;
  }
}
