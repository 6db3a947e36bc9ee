import type { Job } from '../studies/job.js';
import type { JobProgress } from './executor.js';
import { withSharedNumbers } from './shared-numbers.js';
import { CELLS, LOADING, progressIn, type ThreadTask } from './thread-task.js';

/** How often a thread is looked after. */
const TICK_MS = 50;

/** Stays in touch with a thread that carries out a job: hands on the wish to stop, tells progress. */
export class ThreadWatch {
  /** What the thread is given. */
  readonly task: ThreadTask;
  private readonly timer: NodeJS.Timeout;
  private signs = 0;
  private idle_ms = 0;
  private patience_ms = Number.POSITIVE_INFINITY;
  private onSilence = (): void => undefined;

  constructor(
    readonly job: Job,
    private readonly stopRequested: () => boolean,
    private readonly onProgress: (progress: JobProgress) => void,
  ) {
    const cells = new Int32Array(new SharedArrayBuffer(CELLS.count * 4));
    this.task = { job: withSharedNumbers(job), cells };
    this.timer = setInterval(() => this.look(), TICK_MS);
  }

  /** Calls back when the thread has given no sign of life for so long. */
  whenSilentFor(patience_s: number, onSilence: () => void): void {
    this.patience_ms = patience_s * 1000;
    this.onSilence = onSilence;
  }

  /** Whether it is still loading a user's own logger. */
  get isLoading(): boolean {
    return this.signs === LOADING;
  }

  end(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const { cells } = this.task;
    if (this.stopRequested()) Atomics.store(cells, CELLS.stop, 1);
    const signs = Atomics.load(cells, CELLS.signs);
    const isIdle = signs === this.signs;
    if (!isIdle) this.onProgress(progressIn(cells, this.job));
    this.signs = signs;
    // Before its first sign it is still starting, which is no fault of what it is going to run.
    this.idle_ms = isIdle && signs > 0 ? this.idle_ms + TICK_MS : 0;
    if (this.idle_ms > this.patience_ms) this.onSilence();
  }
}
