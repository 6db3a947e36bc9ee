import type { EventsFile } from '../studies/job.js';
import type { SimulationEvent } from '../worlds/simulate/events.js';
import { unwritable } from './unwritable.js';
import { writeFully } from './write-fully.js';

/** Lines that are written at a time. */
const LINES = 4096;

/** Writes events as JSON Lines, in large pieces. */
export class EventWriter {
  private lines: string[] = [];
  private readerGone = false;

  constructor(private readonly file: EventsFile) {}

  write(event: SimulationEvent): void {
    if (this.readerGone) return;
    this.lines.push(JSON.stringify(event));
    if (this.lines.length >= LINES) this.flush();
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
  }
}
