import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { type Job, JobFailure, loggerOf } from '../studies/job.js';
import { EXIT, type Failure, failureOf, usageError } from '../text/failure.js';
import type { Executor } from './executor.js';
import { CELLS, progressIn, type ThreadAnswer, type ThreadTask } from './thread-task.js';

/** A slice takes milliseconds: after this long without one, a logger is taken to never end. */
const PATIENCE_S = 10;
/** How often a thread is looked after. */
const TICK_MS = 50;
/** Ten times what a long run of a shipped logger needs. */
const HEAP_LIMIT_MB = 1024;

export interface ThreadOptions {
  /** Jobs side by side; 1 or more. */
  readonly threads: number;
  /** How long a user's logger may be without a slice, in seconds. */
  readonly patience_s?: number;
  /** Takes what a user's logger prints. */
  readonly printed?: (piece: string) => void;
}

/**
 * Carries out jobs in threads. Those with a user's own logger get guarded ones: a logger that never
 * comes back, or ends the process, is noticed and named, and what it prints comes here.
 */
export function threads({
  threads,
  patience_s = PATIENCE_S,
  printed = () => undefined,
}: ThreadOptions): Executor {
  const filename = new URL('./thread.js', import.meta.url).href;
  const shared = {
    filename,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: Number.POSITIVE_INFINITY,
    recordTiming: false,
  };
  const pools: Piscina<ThreadTask, ThreadAnswer>[] = [];
  const pool = (resourceLimits: { maxOldGenerationSizeMb?: number }) => {
    const made = new Piscina<ThreadTask, ThreadAnswer>({ ...shared, resourceLimits });
    // What a user's file does between jobs is told by the next job, if it matters.
    made.on('error', () => undefined);
    pools.push(made);
    return made;
  };
  let plain: Piscina<ThreadTask, ThreadAnswer> | undefined;
  let guarded: Piscina<ThreadTask, ThreadAnswer> | undefined;
  return {
    slots: threads,
    carryOut: async (job, stopRequested, onProgress) => {
      const cells = new Int32Array(new SharedArrayBuffer(CELLS.count * 4));
      const end = new AbortController();
      const isGuarded = loggerOf(job).kind === 'file';
      let seen = 0;
      let idle_ms = 0;
      const watch = setInterval(() => {
        if (stopRequested()) Atomics.store(cells, CELLS.stop, 1);
        const slices = Atomics.load(cells, CELLS.slices);
        idle_ms = slices === seen ? idle_ms + TICK_MS : 0;
        if (slices !== seen) onProgress(progressIn(cells, job));
        seen = slices;
        if (isGuarded && idle_ms > patience_s * 1000) end.abort();
      }, TICK_MS);
      try {
        if (isGuarded) guarded ??= pool({ maxOldGenerationSizeMb: HEAP_LIMIT_MB });
        else plain ??= pool({});
        const chosen = (isGuarded ? guarded : plain) as Piscina<ThreadTask, ThreadAnswer>;
        const task = { job: withSharedNumbers(job), cells };
        const answer = isGuarded
          ? await listening(printed, (prints) =>
              chosen.run({ ...task, prints }, { signal: end.signal, transferList: [prints] }),
            )
          : await chosen.run(task);
        if ('result' in answer) return answer.result;
        throw new JobFailure(job, isGuarded ? ofTheLogger(job, answer.failure) : answer.failure);
      } catch (error) {
        if (error instanceof JobFailure) throw error;
        if (!isGuarded) throw new JobFailure(job, failureOf(error));
        throw new JobFailure(job, end.signal.aborted ? endless(job, patience_s) : died(job, error));
      } finally {
        clearInterval(watch);
      }
    },
    close: async () => {
      await Promise.all(pools.map((one) => one.destroy()));
    },
  };
}

/** Takes what comes in at the other end of a port while work goes on. */
async function listening<Result>(
  printed: (piece: string) => void,
  work: (port: MessagePort) => Promise<Result>,
): Promise<Result> {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', printed);
  try {
    return await work(port2);
  } finally {
    // What was printed last may still be on its way.
    for (let left = receiveMessageOnPort(port1); left; left = receiveMessageOnPort(port1)) {
      printed(left.message as string);
    }
    port1.close();
  }
}

/** With a logger that was not written here, what breaks latsim is most likely what it was given. */
function ofTheLogger(job: Job, failure: Failure): Failure {
  if (failure.code !== EXIT.internal) return failure;
  return fault(
    job,
    `the run failed on what it stored or returned: ${failure.message}`,
    'store plain data, and return from view() a map of latsim; if it does, please report this',
  );
}

function endless(job: Job, patience_s: number): Failure {
  const message = `it never ends: it has not come back for ${patience_s} s`;
  return fault(job, message, 'look for a loop that does not yield');
}

function died(job: Job, error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return message.startsWith('worker exited')
    ? fault(
        job,
        'it ended the process, or waits for what never comes',
        'take process.exit() and endless awaits out of the file',
      )
    : fault(job, `it failed outside of a call: ${error}`, 'mend the file');
}

function fault(job: Job, message: string, remedy: string): Failure {
  return usageError(`logger '${loggerOf(job).name}': ${message}`, remedy).failure;
}

/** Long series are not copied for each job: all threads see one. */
const sharedNumbers = new WeakMap<Float64Array, Float64Array>();

function withSharedNumbers(job: Job): Job {
  if (!('input' in job)) return job;
  const numbers = new Map([...job.input.numbers].map(([file, own]) => [file, inSharedMemory(own)]));
  return { ...job, input: { ...job.input, numbers } } as Job;
}

function inSharedMemory(numbers: Float64Array): Float64Array {
  let shared = sharedNumbers.get(numbers);
  if (shared === undefined) {
    shared = new Float64Array(new SharedArrayBuffer(numbers.byteLength));
    shared.set(numbers);
    sharedNumbers.set(numbers, shared);
  }
  return shared;
}
