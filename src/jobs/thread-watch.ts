import type { WhoseTurn } from '../effects/turns.js';
import type { Job } from '../studies/job.js';
import type { JobProgress } from './executor.js';
import { MemoryWatch } from './memory-watch.js';
import { withSharedNumbers } from './shared-numbers.js';
import { CELLS, lastTurnIn, progressIn, type ThreadTask, turnIn } from './thread-task.js';

/** How often a thread is looked after. */
const TICK_MS = 50;
/** Outside of a user's code there is only what comes of it, and what is done here, which may take longer. */
const MORE_PATIENCE = 10;

/** Where a thread is stuck: in a turn of a user's code, or outside of it. */
export type Stuck = WhoseTurn | 'outside';

/** Stays in touch with a thread that carries out a job: hands on the wish to stop, tells progress. */
export class ThreadWatch {
  /** What the thread is given. */
  readonly task: ThreadTask;
  private readonly timer: NodeJS.Timeout;
  private signs = 0;
  private turn = 0;
  /** How long nothing has moved: in times that this has looked, so that a machine asleep does not count. */
  private still_ms = 0;
  private patience_ms = Number.POSITIVE_INFINITY;
  private onStuck = (_: Stuck): void => undefined;
  private memory: MemoryWatch | undefined;
  private onFull = (): void => undefined;

  constructor(
    readonly job: Job,
    private readonly stopRequested: () => boolean,
    private readonly onProgress: (progress: JobProgress) => void,
  ) {
    const cells = new Int32Array(new SharedArrayBuffer(CELLS.count * 4));
    this.task = { job: withSharedNumbers(job), cells };
    this.timer = setInterval(() => this.look(), TICK_MS);
  }

  /**
   * Calls back when one turn of a user's code has not come back for so long, however long all of them
   * take; outside of these, after ten times as long without any.
   */
  whenStuckFor(patience_s: number, onStuck: (where: Stuck) => void): void {
    this.patience_ms = patience_s * 1000;
    this.onStuck = onStuck;
  }

  /** Calls back when it holds more than so much memory outside of its heap. */
  whenFull(limit_MB: number, onFull: () => void): void {
    this.memory = new MemoryWatch(this.task.cells, limit_MB);
    this.onFull = onFull;
  }

  /** Whether it has last told that it holds more than it may. */
  get isFull(): boolean {
    return this.memory?.isToldFull ?? false;
  }

  /** Whose turn it is, or was last. */
  get lastTurn(): WhoseTurn {
    return lastTurnIn(this.task.cells);
  }

  end(): void {
    this.memory?.end();
    clearInterval(this.timer);
  }

  private look(): void {
    const { cells } = this.task;
    if (this.stopRequested()) Atomics.store(cells, CELLS.stop, 1);
    const signs = Atomics.load(cells, CELLS.signs);
    const { number, turn = 'outside' } = turnIn(cells);
    if (signs !== this.signs) this.onProgress(progressIn(cells, this.job));
    const isStill = signs === this.signs && number === this.turn;
    this.signs = signs;
    this.turn = number;
    // Before its first sign it is still starting, which is no fault of what it is going to run.
    this.still_ms = isStill && signs > 0 ? this.still_ms + TICK_MS : 0;
    const patience_ms = this.patience_ms * (turn === 'outside' ? MORE_PATIENCE : 1);
    if (this.still_ms > patience_ms) this.onStuck(turn);
    if (this.memory?.look(isStill)) this.onFull();
  }
}
