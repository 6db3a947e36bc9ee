import { EXIT } from '../text/failure.js';

/** npx and shells pass a Ctrl-C on that the process has got already: one request, not two. */
const ECHO_MS = 250;
/**
 * An interrupted command ends by then, whatever it is at. It takes a moment only, but what is finished is
 * not to be lost on a machine that is busy; whoever cannot wait has a second Ctrl-C.
 */
const PATIENCE_MS = 5000;

/** What a wish to stop needs of the system. */
export interface Ends {
  /** Says on stderr that it ends here. */
  say(): void;
  /** Ends the process at once. */
  exit(code: number): void;
}

/**
 * The user's wish to stop: SIGINT, SIGTERM or SIGHUP, from the first line of a command to its last. Work
 * that is attended winds up with what it has; anything else ends at once, and leaves nothing behind. A
 * second signal ends everything at once. Once all outputs are in their places, it is too late to stop.
 */
export class Interrupt {
  private readonly request = new AbortController();
  private first_ms = 0;
  private deadline: NodeJS.Timeout | undefined;
  private attending = 0;
  private patience_ms = PATIENCE_MS;
  private isLate = false;

  constructor(private readonly ends: Ends) {}

  /** Aborted by the wish to stop. */
  get signal(): AbortSignal {
    return this.request.signal;
  }

  /** Whether there is work that can wind up. */
  get isAttended(): boolean {
    return this.attending > 0;
  }

  /**
   * Work begins that looks at the signal.
   * @param patience_ms how long it may take to wind up; may be infinite
   * @returns what ends that
   */
  attend(patience_ms = PATIENCE_MS): () => void {
    this.attending++;
    this.patience_ms = patience_ms;
    return () => {
      this.attending--;
      clearTimeout(this.deadline);
    };
  }

  /** All that is written is in its place: the command ends as it would have. */
  settle(): void {
    this.isLate = true;
  }

  /** The command has ended, and with it the process: while Node takes itself apart, it hears no signal. */
  end(code: number): void {
    this.ends.exit(code);
  }

  /** A signal has come in. */
  signalled(): void {
    if (this.isLate) return;
    if (this.signal.aborted) {
      if (Date.now() - this.first_ms > ECHO_MS) this.stop();
    } else {
      this.first_ms = Date.now();
      this.request.abort();
      if (!this.isAttended) this.stop();
      else if (Number.isFinite(this.patience_ms)) {
        this.deadline = setTimeout(() => this.stop(), this.patience_ms);
      }
    }
  }

  private stop(): void {
    this.ends.say();
    this.ends.exit(EXIT.interrupted);
  }
}
