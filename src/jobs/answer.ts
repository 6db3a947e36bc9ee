import type { Job, JobResult } from '../studies/job.js';
import type { Study } from '../studies/study.js';
import type { Executor, JobProgress } from './executor.js';
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
  const show: Show = (part, label, states) =>
    watch.progress({ part, label, ...(states !== undefined && { states }) });
  return new Answering(executor, watch).go(study, [], show);
}

type Show = (part: number, label: string, states?: number) => void;

class Answering {
  private readonly queue: Queue;
  /** Something has failed: nothing more is begun, and what is at work winds up. */
  private failed = false;
  private readonly stopRequested: () => boolean;

  constructor(executor: Executor, watch: Watch) {
    this.queue = new Queue(executor);
    this.stopRequested = () => this.failed || watch.stopRequested();
  }

  /** @param rank where the study stands among those that go on side by side: earlier ones go first */
  async go<Found>(study: Study<Found>, rank: readonly number[], show: Show): Promise<Found> {
    let step = study.next();
    while (step.done !== true) {
      const asked = step.value;
      const [from, to] = asked.span ?? [0, 1];
      const own: Show = (part, ...rest) => show(from + part * (to - from), ...rest);
      let results: readonly unknown[];
      try {
        results =
          'jobs' in asked
            ? await this.carryOut(asked.jobs, rank, own)
            : await this.sideBySide(asked.studies, rank, own);
      } catch (error) {
        step = study.throw(error);
        continue;
      }
      step = study.next(results);
    }
    return step.value;
  }

  private async carryOut(
    jobs: readonly Job[],
    rank: readonly number[],
    show: Show,
  ): Promise<(JobResult | undefined)[]> {
    this.queue.announce(jobs);
    const whole = jobs.reduce((sum, { size }) => sum + size, 0) || 1;
    const parts = jobs.map(() => 0);
    return this.all(
      jobs.map(async (job, i) => {
        const advanced = ({ part = 0, states }: JobProgress): void => {
          parts[i] = part;
          const done = jobs.reduce((sum, { size }, j) => sum + size * (parts[j] as number), 0);
          show(done / whole, job.label, jobs.length === 1 ? states : undefined);
        };
        const result = await this.queue.carryOut(job, [...rank, i], this.stopRequested, advanced);
        if (result !== undefined) advanced({ part: 1 });
        return result;
      }),
    );
  }

  private async sideBySide(
    studies: readonly Study<unknown>[],
    rank: readonly number[],
    show: Show,
  ): Promise<unknown[]> {
    const parts = studies.map(() => 0);
    return this.all(
      studies.map(async (study, i) => {
        const found = await this.go(study, [...rank, i], (part, label) => {
          parts[i] = Math.max(parts[i] as number, part);
          show(parts.reduce((sum, one) => sum + one, 0) / parts.length, label);
        });
        parts[i] = 1;
        return found;
      }),
    );
  }

  /** Waits for all, so that of several failures the first in their order is told. */
  private async all<T>(promises: readonly Promise<T>[]): Promise<T[]> {
    const settled = await Promise.allSettled(
      promises.map((promise) =>
        promise.catch((error: unknown) => {
          this.failed = true;
          throw error;
        }),
      ),
    );
    return settled.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
  }
}
