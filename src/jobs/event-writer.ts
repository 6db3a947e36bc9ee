import type { EventsFile } from '../studies/job.js';
import { harmlessJson } from '../text/harmless.js';
import type { SimulationEvent } from '../worlds/simulate/events.js';
import { unwritable } from './unwritable.js';
import { writeFully } from './write-fully.js';

/** Characters that are written at a time: an event may hold a whole map. */
const PIECE = 1_000_000;

/** Writes events as JSON Lines, in large pieces. */
export class EventWriter {
  private lines: string[] = [];
  private characters = 0;
  private readerGone = false;

  constructor(private readonly file: EventsFile) {}

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
      if (this.lines.length > 0) writeFully(this.file.descriptor, `${this.lines.join('\n')}\n`);
    } catch (error) {
      // Who reads a pipe may have seen enough.
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') {
        throw unwritable(this.file.shown, error);
      }
      this.readerGone = true;
    }
    this.lines = [];
    this.characters = 0;
  }
}
