import { setTimeout as delay } from 'node:timers/promises';
import type { Worker as BullWorker, Job as QueuedJob } from 'bullmq';
import { JobFailure } from '../../studies/job.js';
import { failureOf } from '../../text/failure.js';
import { counted } from '../../text/figures.js';
import { printable } from '../../text/harmless.js';
import { Queue } from '../queue.js';
import type { ThreadAnswer } from '../thread-task.js';
import { threads } from '../threads.js';
import type { RedisAddress } from './address.js';
import { clearedIfUnasked } from './askers.js';
import { connect, JOBS, onLoss, PREFIX } from './connection.js';
import { type JobParcel, packAnswer, unpackJob } from './parcel.js';
import { FetchedSeries } from './series.js';
import { Solitude } from './solitude.js';
import { QUEUE_TIMING } from './timing.js';

const RETRY_MS = 500;

/** What it takes to carry out the jobs of a queue. */
export interface ServingOptions {
  readonly address: RedisAddress;
  /** Of this latsim: jobs of another are refused. */
  readonly version: string;
  /** Jobs side by side; 1 or more. */
  readonly threads: number;
  /** The working folder, in which users' own files are looked for. */
  readonly here: string;
  /** Ends it, after the jobs that are under way. */
  readonly signal: AbortSignal;
  /** Told what the user should know. */
  readonly told: (message: string) => void;
  /** Told how many jobs are finished, and what is at work. */
  readonly progress: (finished: number, label: string) => void;
  /** Takes what a user's code prints. */
  readonly printed: (piece: string) => void;
  readonly timing?: typeof QUEUE_TIMING;
}

/** How a worker has ended. */
export interface WorkerEnd {
  readonly finished: number;
  /** The version of jobs that it does not carry out; absent: it was told to end. */
  readonly refused?: string;
}

/**
 * Carries out jobs from a queue until it is told to end, or meets jobs of another version.
 * @throws CommandError where the queue cannot be reached
 */
export async function serving(options: ServingOptions): Promise<WorkerEnd> {
  const { address, version, told, signal, timing = QUEUE_TIMING } = options;
  const { bullmq, redis } = await connect(address);
  const executor = threads({ threads: options.threads, printed: options.printed });
  // Jobs wait here for memory, of which each machine has its own.
  const hands = new Queue(executor);
  const series = new FetchedSeries(redis);
  const solitude = new Solitude(() => worker);
  let finished = 0;
  let refused: string | undefined;
  let isEnding = false;
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = () => {
      isEnding = true;
      resolve();
    };
  });
  let begun = 0;
  const answerTo = async (parcel: JobParcel): Promise<ThreadAnswer> => {
    try {
      const numbers = await series.fetch(parcel.asker, parcel.series);
      const job = unpackJob(parcel, options.here, numbers);
      options.progress(finished, printable(job.label));
      const result = await hands.carryOut(
        job,
        [begun++],
        () => false,
        () => undefined,
      );
      if (result === undefined) throw new Error('a job was not begun');
      return { result };
    } catch (error) {
      return { failure: error instanceof JobFailure ? error.failure : failureOf(error) };
    }
  };
  const carryOut = async (queued: QueuedJob<JobParcel>, token?: string): Promise<string> => {
    const { data } = queued;
    if (data.version !== version) {
      refused = printable(String(data.version)).slice(0, 40);
      await queued.updateProgress({ refusedBy: version });
      await queued.moveToWait(token);
      end();
      throw new bullmq.WaitingError();
    }
    const hasKilled = options.threads > 1 && queued.stalledCounter > 0;
    const answer = await solitude.carryOut(hasKilled, () => answerTo(data));
    if (answer === undefined) {
      await queued.moveToWait(token);
      throw new bullmq.WaitingError();
    }
    finished++;
    options.progress(finished, 'waiting for jobs');
    return packAnswer(answer);
  };
  const common = { connection: redis, prefix: PREFIX };
  const queue = new bullmq.Queue(JOBS, { ...common, skipMetasUpdate: true });
  const newWorker = (): BullWorker<JobParcel, string> =>
    new bullmq.Worker(JOBS, carryOut, {
      ...common,
      autorun: false,
      concurrency: options.threads,
      lockDuration: timing.lock_ms,
      // How soon it goes on once a connection that was lost is there again.
      runRetryDelay: RETRY_MS,
      // Those who ask look after them: a worker that waits leaves no key in Redis.
      skipStalledCheck: true,
    }).on('error', () => undefined);
  let worker = newWorker();
  // A connection that is lost while it is first opened stays lost to the worker that opens it, which
  // would take no job ever again: another takes its place. One that is lost later is opened again.
  const running = async (): Promise<void> => {
    while (!(await isReady(worker))) {
      await worker.close(true);
      await delay(RETRY_MS);
      if (isEnding) return;
      worker = newWorker();
    }
    await worker.run();
  };
  // A connection that breaks is opened again; a job that nobody waits for any more is no error.
  queue.on('error', () => undefined);
  onLoss(redis, address, told);
  const tidying = setInterval(() => {
    void clearedIfUnasked(redis, queue).catch(() => undefined);
  }, 2 * timing.lock_ms);
  signal.addEventListener('abort', () => {
    told('ending after the jobs under way; interrupt again to end at once');
    end();
  });
  if (signal.aborted) end();
  told(`waiting for jobs at ${address.shown}, ${counted(options.threads, 'thread')}`);
  const run = running().catch(() => end());
  await ended;
  clearInterval(tidying);
  await worker.close();
  await clearedIfUnasked(redis, queue).catch(() => undefined);
  redis.disconnect();
  await run;
  await queue.close().catch(() => undefined);
  await executor.close();
  return { finished, ...(refused !== undefined && { refused }) };
}

/** Whether it could open its connections. */
async function isReady(worker: BullWorker): Promise<boolean> {
  return worker.waitUntilReady().then(
    () => true,
    () => false,
  );
}
