import { performance } from 'node:perf_hooks';

/** The longest that a timer of Node takes. */
const LONGEST_MS = 2_147_483_647;

/** The scenario's time on the clock of the machine: seconds since the start, times the time scale. */
export class ScaledClock {
  private readonly began_ms = performance.now();
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(readonly timeScale: number) {}

  get now_s(): number {
    return ((performance.now() - this.began_ms) / 1000) * this.timeScale;
  }

  /** Does something at a time in seconds; as soon as it can where that is past. */
  at(time_s: number, what: () => void): void {
    const delay_ms = ((time_s - this.now_s) / this.timeScale) * 1000;
    const timer = setTimeout(
      () => {
        this.timers.delete(timer);
        // A timer may fire a little early, and takes no longer delay than so much.
        if (this.now_s < time_s) this.at(time_s, what);
        else what();
      },
      Math.min(Math.max(0, Math.ceil(delay_ms)), LONGEST_MS),
    );
    this.timers.add(timer);
  }

  after(delay_s: number, what: () => void): void {
    this.at(this.now_s + delay_s, what);
  }

  /** Nothing of what was to be done happens any more. */
  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }
}
