import { Piscina } from 'piscina';
import { CommandError, type Failure, failureOf } from '../text/failure.js';
import { inGuardedThread, type Watch } from './guarded.js';
import type { Work, WorkResult } from './work.js';

/** What a thread of the pool is given. */
export interface PoolTask {
  readonly work: Work;
  /** One cell, shared by all: 1 asks to stop. */
  readonly stop: SharedArrayBuffer;
}

/** What it gives back. */
export type PoolAnswer = { readonly result: WorkResult } | { readonly failure: Failure };

/** A piece of work that failed. */
export class WorkFailure extends Error {
  override readonly name = 'WorkFailure';

  constructor(
    /** Its place among the pieces. */
    readonly index: number,
    readonly failure: Failure,
  ) {
    super(failure.message);
  }
}

/** How often the pool looks whether the user wishes to stop. */
const TICK_MS = 50;

/**
 * Threads that carry out pieces of work, so many at a time. What a piece comes to depends on nothing
 * but the piece: their number and their order change no result.
 */
export class Pool {
  private readonly stop = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  private readonly threads: Piscina<PoolTask, PoolAnswer>;
  private readonly watch: NodeJS.Timeout;

  /** @param workers how many pieces are carried out at a time */
  constructor(
    private readonly workers: number,
    private readonly control: Omit<Watch, 'sliced'>,
  ) {
    this.threads = new Piscina({
      filename: new URL('./pool-worker.js', import.meta.url).href,
      minThreads: 0,
      maxThreads: workers,
      idleTimeout: Number.POSITIVE_INFINITY,
      recordTiming: false,
    });
    this.watch = setInterval(() => {
      if (control.stopRequested()) Atomics.store(new Int32Array(this.stop), 0, 1);
    }, TICK_MS);
  }

  /**
   * Carries out all pieces. They are begun in their order; results come in it too, undefined where
   * the user stopped it before the piece was begun.
   * @param onDone is called after each piece
   * @throws WorkFailure of the first piece, in their order, that fails
   */
  async carryOut(
    works: readonly Work[],
    onDone: (index: number) => void,
  ): Promise<(WorkResult | undefined)[]> {
    const results = new Array<WorkResult | undefined>(works.length).fill(undefined);
    const failures: WorkFailure[] = [];
    const queue = works.entries();
    const next = async (): Promise<void> => {
      for (const [i, work] of queue) {
        if (this.control.stopRequested() || failures.length > 0) return;
        try {
          results[i] = await this.carriedOut(work);
          onDone(i);
        } catch (error) {
          failures.push(new WorkFailure(i, failureOf(error)));
        }
      }
    };
    await Promise.all(Array.from({ length: this.workers }, next));
    const [first] = failures.sort((a, b) => a.index - b.index);
    if (first !== undefined) throw first;
    return results;
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    clearInterval(this.watch);
    await this.threads.destroy();
  }

  /** A user's own logger gets a guarded thread of its own, a shipped one a thread of the pool. */
  private async carriedOut(work: Work): Promise<WorkResult> {
    if (work.logger.kind === 'file') {
      return inGuardedThread<WorkResult>('./work-worker.js', work, {
        ...this.control,
        sliced: () => undefined,
      });
    }
    const answer = await this.threads.run({ work, stop: this.stop });
    if ('failure' in answer) throw new CommandError(answer.failure);
    return answer.result;
  }
}
