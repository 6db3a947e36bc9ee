import { performance } from 'node:perf_hooks';
import type { Occurrence, Time } from '../../kernel/clock.js';
import { EventQueue } from '../../kernel/queue.js';

/** The longest that a timer of Node takes. */
const LONGEST_MS = 2_147_483_647;

/**
 * The scenario's time on the clock of this machine: seconds since the start, times the time scale. What is late is
 * done as soon as may be, in its order, and takes the time for that at which it was due.
 */
export class ScaledClock implements Time {
  private readonly began_ms = performance.now();
  private readonly queue = new EventQueue<Occurrence>();
  private timer: NodeJS.Timeout | undefined;
  private armed_s = Number.POSITIVE_INFINITY;
  /** When what occurs was due. */
  private due_s: number | undefined;
  private isStopped = false;

  /** @param timeScale seconds of the scenario in a real one */
  constructor(readonly timeScale: number) {}

  get now_s(): number {
    return this.due_s ?? this.real_s;
  }

  private get real_s(): number {
    return ((performance.now() - this.began_ms) / 1000) * this.timeScale;
  }

  at(time_s: number, what: Occurrence): void {
    this.queue.push(time_s, what);
    this.arm();
  }

  after(delay_s: number, what: Occurrence): void {
    this.at(this.now_s + delay_s, what);
  }

  /** Does all that is due. */
  catchUp(): void {
    // From inside of what occurs, the rest follows by itself.
    if (this.due_s !== undefined) return;
    const { queue } = this;
    try {
      while (!this.isStopped && queue.earliest_s <= this.real_s) {
        this.due_s = queue.earliest_s;
        queue.pop().occur();
        this.due_s = undefined;
      }
    } finally {
      this.due_s = undefined;
      this.arm();
    }
  }

  /** Nothing of what was to be done happens any more. */
  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private arm(): void {
    const { earliest_s } = this.queue;
    if (this.isStopped || this.due_s !== undefined || earliest_s >= this.armed_s) return;
    clearTimeout(this.timer);
    this.armed_s = earliest_s;
    const delay_ms = ((earliest_s - this.real_s) / this.timeScale) * 1000;
    this.timer = setTimeout(
      () => {
        this.armed_s = Number.POSITIVE_INFINITY;
        this.catchUp();
      },
      Math.min(Math.max(0, Math.ceil(delay_ms)), LONGEST_MS),
    );
  }
}
