import { EXIT } from '../text/failure.js';
import type { Io } from './io.js';

/** npx and shells pass a Ctrl-C on that the process has got already: one request, not two. */
const ECHO_MS = 250;
/** An interrupted command ends within a second, whatever it is at. */
const PATIENCE_MS = 900;

/**
 * The user's wish to stop. After the first SIGINT or SIGTERM a command winds up with what it has;
 * a second one ends it at once.
 */
export class Interrupt {
  private readonly request = new AbortController();
  private first_ms = 0;
  private deadline: NodeJS.Timeout | undefined;
  private readonly unlisten: () => void;

  constructor(private readonly io: Pick<Io, 'onSignal' | 'exit'>) {
    this.unlisten = io.onSignal(() => this.signalled());
  }

  /** Aborted by the wish to stop. */
  get signal(): AbortSignal {
    return this.request.signal;
  }

  /** Goes back to the ordinary meaning of these signals. */
  dispose(): void {
    clearTimeout(this.deadline);
    this.unlisten();
  }

  private signalled(): void {
    if (this.signal.aborted) {
      if (Date.now() - this.first_ms > ECHO_MS) this.io.exit(EXIT.interrupted);
      return;
    }
    this.first_ms = Date.now();
    this.deadline = setTimeout(() => this.io.exit(EXIT.interrupted), PATIENCE_MS);
    this.request.abort();
  }
}
