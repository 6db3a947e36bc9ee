import { ReplicationTrace, type TraceFocus } from '../report/perfetto/replication.js';
import type { EventsFile, SimulationInput } from '../studies/job.js';
import { outlineOf } from '../studies/replications.js';
import { harmlessJson } from '../text/harmless.js';
import type { CallStep, SimulationEvent } from '../worlds/simulate/events.js';
import { unwritable } from './unwritable.js';
import { writeFully } from './write-fully.js';

/** Makes text of the events of replications, bit by bit. */
interface EventEncoder {
  event(event: SimulationEvent): void;
  step?(step: CallStep): void;
  /** There are no more. */
  end?(): void;
  /** The text that has come since this was last asked for. */
  take(): string;
}

/** Characters that are written at a time: an event may hold a whole map. */
const PIECE = 1_000_000;

/** Writes events to a file, in large pieces: as JSON Lines, or as a trace. */
export class EventWriter {
  private readonly encoder: EventEncoder;
  private pieces: string[] = [];
  private characters = 0;
  private readerGone = false;

  /** @param focus the part that a trace tells; absent: all of it */
  constructor(
    private readonly file: EventsFile,
    input: SimulationInput,
    focus?: TraceFocus,
  ) {
    this.encoder =
      file.trace === undefined
        ? new JsonLines()
        : new ReplicationTrace(outlineOf(input), file.trace, focus);
  }

  event(event: SimulationEvent): void {
    if (this.readerGone) return;
    this.encoder.event(event);
    this.gather();
  }

  step(step: CallStep): void {
    if (this.readerGone) return;
    this.encoder.step?.(step);
    this.gather();
  }

  /** Writes the rest. @throws CommandError where there is no room for it */
  end(): void {
    this.encoder.end?.();
    this.gather();
    this.flush();
  }

  private gather(): void {
    const piece = this.encoder.take();
    if (piece === '') return;
    this.pieces.push(piece);
    this.characters += piece.length;
    if (this.characters >= PIECE) this.flush();
  }

  private flush(): void {
    try {
      if (!this.readerGone) writeFully(this.file.descriptor, this.pieces.join(''));
    } catch (error) {
      // Who reads a pipe may have seen enough.
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') {
        throw unwritable(this.file.shown, error);
      }
      this.readerGone = true;
    }
    this.pieces = [];
    this.characters = 0;
  }
}

/** An object for each event, a line each. */
class JsonLines implements EventEncoder {
  private line = '';

  event(event: SimulationEvent): void {
    this.line = `${harmlessJson(JSON.stringify(event))}\n`;
  }

  take(): string {
    const { line } = this;
    this.line = '';
    return line;
  }
}
