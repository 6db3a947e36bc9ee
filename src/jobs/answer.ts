import { type Job, JobFailure, type JobResult } from '../studies/job.js';
import type { Ask, Study } from '../studies/study.js';
import type { Executor } from './executor.js';
import { Queue } from './queue.js';

/** How far a study is. */
export interface StudyProgress {
  /** Finished part of the work, 0..1, about. */
  readonly part: number;
  /** What is at work. */
  readonly label: string;
  /** States that an exploration has seen, where that is all there is to tell. */
  readonly states?: number;
}

/** Who waits for a study. */
export interface Watch {
  /** Whether to stop; the study then winds up with what is finished. */
  stopRequested(): boolean;
  progress(progress: StudyProgress): void;
}

/**
 * Answers a question: has its jobs carried out until it returns what it found. The answer is the
 * same whichever executor carries them out.
 * @throws JobFailure of the first job, in their order, that fails, unless the study deals with it
 */
export async function answer<Found>(
  study: Study<Found>,
  executor: Executor,
  watch: Watch,
): Promise<Found> {
  return new Answering(executor).go(study, {
    rank: [],
    stopRequested: () => watch.stopRequested(),
    show: (part, label, states) =>
      watch.progress({ part, label, ...(states !== undefined && { states }) }),
  });
}

/** Where a study or a job stands among all that go on. */
interface Position {
  /** A path of numbers: of those that wait, the lowest goes first. */
  readonly rank: readonly number[];
  stopRequested(): boolean;
  show(part: number, label: string, states?: number): void;
}

class Answering {
  private readonly queue: Queue;

  constructor(private readonly executor: Executor) {
    this.queue = new Queue(executor);
  }

  async go<Found>(study: Study<Found>, position: Position): Promise<Found> {
    let step = study.next();
    while (step.done !== true) {
      let results: readonly unknown[];
      try {
        results = await this.answers(step.value, position);
      } catch (error) {
        step = study.throw(error);
        continue;
      }
      step = study.next(results);
    }
    return step.value;
  }

  private answers(asked: Ask, position: Position): Promise<unknown[]> {
    const [from, to] = asked.span ?? [0, 1];
    const within: Position = {
      ...position,
      show: (part, ...rest) => position.show(from + part * (to - from), ...rest),
    };
    if ('studies' in asked) {
      this.executor.announce?.([], asked.ahead);
      const sizes = asked.studies.map(() => 1);
      return sideBySide(asked.studies, sizes, within, (study, own) => this.go(study, own));
    }
    this.executor.announce?.(asked.jobs, asked.ahead);
    const sizes = asked.jobs.map(({ size }) => size);
    return sideBySide(asked.jobs, sizes, within, (job, own) => this.carryOut(job, own));
  }

  private async carryOut(job: Job, { rank, stopRequested, show }: Position) {
    const result: JobResult | undefined = await this.queue
      .carryOut(job, rank, stopRequested, ({ part = 0, states }) => show(part, job.label, states))
      .catch(async (error) => {
        throw await this.narrowed(error, rank, stopRequested);
      });
    if (result !== undefined) show(1, job.label);
    return result;
  }

  /**
   * The same failure, said of one replication only if that fails alone, too: a logger that keeps
   * something from one replication to the next may fail after others only.
   */
  private async narrowed(error: unknown, rank: readonly number[], stopRequested: () => boolean) {
    if (!(error instanceof JobFailure)) return error;
    const { job, failure } = error;
    const { replication, loggerFault, ...whole } = failure;
    if (replication === undefined || loggerFault === undefined) return error;
    if (job.kind !== 'replications' || replication === job.from) return error;
    const { events, ...rest } = job;
    const alone = { ...rest, from: replication, to: replication + 1, size: 0 };
    try {
      await this.queue.carryOut(alone, rank, stopRequested, () => undefined);
    } catch {
      return error;
    }
    return new JobFailure(job, { ...whole, loggerFault });
  }
}

/**
 * Lets several things go on side by side. Where one fails, those after it wind up; those before it
 * go on, as they may fail, too: so the failure is the same however many go on at a time.
 * @param sizes which part of the whole each is
 * @throws what the first of them, in their order, throws
 */
async function sideBySide<One, Result>(
  ones: readonly One[],
  sizes: readonly number[],
  { rank, stopRequested, show }: Position,
  go: (one: One, position: Position) => Promise<Result>,
): Promise<Result[]> {
  const whole = sizes.reduce((sum, size) => sum + size, 0) || 1;
  const parts = ones.map(() => 0);
  let firstFailed = ones.length;
  const settled = await Promise.allSettled(
    ones.map(async (one, i) => {
      const position: Position = {
        rank: [...rank, i],
        stopRequested: () => i > firstFailed || stopRequested(),
        // A part of the work may be done more than once: what is shown never goes back.
        show: (part, label, states) => {
          parts[i] = Math.max(parts[i] as number, Math.min(part, 1));
          const done = sizes.reduce((sum, size, j) => sum + size * (parts[j] as number), 0);
          show(done / whole, label, ones.length === 1 ? states : undefined);
        },
      };
      try {
        return await go(one, position);
      } catch (error) {
        firstFailed = Math.min(firstFailed, i);
        throw error;
      }
    }),
  );
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}
