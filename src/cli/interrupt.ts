import { EXIT } from '../text/failure.js';

/** npx and shells pass a Ctrl-C on that the process has got already: one request, not two. */
const ECHO_MS = 250;
/** An interrupted command ends within a second, whatever it is at. */
const PATIENCE_MS = 900;

/**
 * The user's wish to stop. After the first SIGINT or SIGTERM a command winds up with what it has;
 * a second one ends it at once.
 */
export class Interrupt {
  requested = false;
  private first_ms = 0;
  private deadline: NodeJS.Timeout | undefined;
  private readonly listener = (): void => this.signalled();

  constructor(private readonly onRequest: () => void = () => undefined) {
    process.on('SIGINT', this.listener);
    process.on('SIGTERM', this.listener);
  }

  /** Goes back to the ordinary meaning of these signals. */
  dispose(): void {
    clearTimeout(this.deadline);
    process.off('SIGINT', this.listener);
    process.off('SIGTERM', this.listener);
  }

  private signalled(): void {
    if (this.requested) {
      if (Date.now() - this.first_ms > ECHO_MS) process.exit(EXIT.interrupted);
      return;
    }
    this.requested = true;
    this.first_ms = Date.now();
    this.deadline = setTimeout(() => process.exit(EXIT.interrupted), PATIENCE_MS);
    this.onRequest();
  }
}
