import { randomUUID } from 'node:crypto';
import type { Queue, QueueEvents, Worker } from 'bullmq';
import { type Job, JobFailure, type JobResult } from '../../studies/job.js';
import { inputError } from '../../text/failure.js';
import { printable } from '../../text/harmless.js';
import type { Executor } from '../executor.js';
import type { RedisAddress } from './address.js';
import { clearedIfUnasked, tellAsking, tellGone } from './askers.js';
import { type Connection, connect, JOBS, onLoss, PREFIX } from './connection.js';
import { canTravel, type JobParcel, packJob, seriesOf, unpackAnswer } from './parcel.js';
import { SentSeries } from './series.js';
import { MOST_DEATHS, QUEUE_TIMING } from './timing.js';

/** No more jobs are in the queue at a time. */
const MOST_SLOTS = 256;
/** So many wait while none is under way; beside those that are, as many again do. */
const AHEAD = 8;
/** How often somebody who wishes to stop is heard. */
const TICK_MS = 50;
/** After that, a look is taken to be lost. */
const LOOK_PATIENCE_MS = 15_000;
/** Cleaning up takes no longer, as the queue may not be there. */
const LAST_MS = 2000;
/** Answers are in the events of a queue, so few of these are kept. */
const EVENTS_KEPT = 2 * MOST_SLOTS;

/** The name of a connection that belongs to no worker. */
const GUARD = 'asker';

/** After so many looks at which there was no worker, it is said. */
const LOOKS_ALONE = 2;

/** How it stands with a queue. */
export interface QueueStatus {
  /** Workers that are there; undefined: it is not known. */
  readonly workers: number | undefined;
  /** Jobs that are in the queue or under way. */
  readonly left: number;
  readonly finished: number;
}

/** Who carries out jobs over a queue. */
export interface QueueExecutor extends Executor {
  readonly status: QueueStatus;
}

/** What it takes to ask over a queue. */
export interface AskingOptions {
  readonly address: RedisAddress;
  /** Of this latsim: workers of another refuse its jobs. */
  readonly version: string;
  /** Carries out what cannot travel: what writes to a file here, or runs an object. */
  readonly local: Executor;
  /** Told what the user should know. */
  readonly told: (message: string) => void;
  readonly timing?: typeof QUEUE_TIMING;
}

/**
 * Carries out jobs by the workers at a queue. A job is finished when its answer is here; whatever else
 * becomes of the queue, the rest is put into it again.
 * @throws CommandError where the queue cannot be reached
 */
export async function asking(options: AskingOptions): Promise<QueueExecutor> {
  const connection = await connect(options.address);
  await clearFormer(connection);
  const asker = new QueueAsker(connection, options);
  try {
    await asker.begin();
  } catch (error) {
    await asker.close();
    throw error;
  }
  return asker;
}

/** Of those who were killed, before this one tells anything of the queue. */
async function clearFormer({ bullmq, redis }: Connection): Promise<void> {
  const settings = { connection: redis, prefix: PREFIX, skipMetasUpdate: true };
  const queue = new bullmq.Queue(JOBS, settings);
  queue.on('error', () => undefined);
  await clearedIfUnasked(redis, queue);
  await queue.close();
}

/** A job whose answer is waited for. */
interface Asked {
  readonly job: Job;
  readonly parcel: JobParcel;
  readonly stopRequested: () => boolean;
  readonly settle: (result: JobResult | undefined) => void;
  readonly fail: (error: unknown) => void;
}

class QueueAsker implements QueueExecutor {
  readonly elsewhere = true;
  private readonly id = randomUUID();
  private readonly underWay = new Set<string>();
  private readonly asked = new Map<string, Asked>();
  private readonly queue: Queue;
  private readonly events: QueueEvents;
  /** Carries out nothing: finds jobs of workers that have died. */
  private readonly guard: Worker;
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly refusedBy = new Set<string>();
  private number = 0;
  private finished = 0;
  private workers: number | undefined;
  /** Looks in a row at which there was no worker. */
  private alone = 0;
  /** Before that, a look is still under way. */
  private nextLook_ms = 0;
  private isClosed = false;
  private readonly redis: Connection['redis'];
  private readonly series: SentSeries;

  constructor(
    { bullmq, redis }: Connection,
    private readonly options: AskingOptions,
  ) {
    this.redis = redis;
    this.series = new SentSeries(redis, this.id);
    const common = { connection: redis, prefix: PREFIX };
    this.queue = new bullmq.Queue(JOBS, {
      ...common,
      streams: { events: { maxLen: EVENTS_KEPT } },
    });
    this.events = new bullmq.QueueEvents(JOBS, common);
    this.guard = new bullmq.Worker(JOBS, null, {
      ...common,
      name: GUARD,
      autorun: false,
      stalledInterval: options.timing?.look_ms ?? QUEUE_TIMING.look_ms,
      maxStalledCount: MOST_DEATHS - 1,
    });
    // A connection that breaks is opened again.
    this.queue.on('error', () => undefined);
    this.events.on('error', () => undefined);
    this.guard.on('error', () => undefined);
    this.events.on('active', ({ jobId }) => {
      if (this.asked.has(jobId)) this.underWay.add(jobId);
    });
    this.events.on('completed', ({ jobId, returnvalue }) => this.answered(jobId, returnvalue));
    this.events.on('failed', ({ jobId, failedReason }) => this.failed(jobId, failedReason));
    this.events.on('progress', ({ jobId, data }) => this.refused(jobId, data));
    onLoss(redis, options.address, options.told);
    redis.on('ready', () => void this.look());
  }

  /** Few wait, so that what was begun is finished before more is begun; and no worker waits. */
  get slots(): number {
    return Math.min(AHEAD + 2 * this.underWay.size, MOST_SLOTS);
  }

  get status(): QueueStatus {
    return { workers: this.workers, left: this.asked.size, finished: this.finished };
  }

  async begin(): Promise<void> {
    await Promise.all([this.queue.waitUntilReady(), this.events.waitUntilReady()]);
    await tellAsking(this.redis, this.id);
    await this.guard.startStalledCheckTimer();
    const { timing = QUEUE_TIMING } = this.options;
    this.timers.push(
      setInterval(() => this.hear(), TICK_MS),
      setInterval(() => void this.look(), timing.look_ms),
    );
  }

  async carryOut(
    job: Job,
    stopRequested: () => boolean,
    ...rest: Tail<Parameters<Executor['carryOut']>>
  ): Promise<JobResult | undefined> {
    const { local, version } = this.options;
    if (!canTravel(job)) return local.carryOut(job, stopRequested, ...rest);
    const id = `${this.id}-${this.number++}`;
    return new Promise((settle, fail) => {
      const parcel = packJob(job, version, this.id);
      const asked: Asked = { job, parcel, stopRequested, settle, fail };
      this.asked.set(id, asked);
      void this.add(id, asked);
    });
  }

  /** Leaves nothing behind of what is in the queue; waits for no worker. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const timer of this.timers) clearInterval(timer);
    const ids = [...this.asked.keys()];
    for (const { settle } of this.asked.values()) settle(undefined);
    this.asked.clear();
    let late: NodeJS.Timeout | undefined;
    const cleaned = async (): Promise<void> => {
      await Promise.all([this.events.close(), this.guard.close()]);
      await tellGone(this.redis, this.id);
      await this.series.remove();
      if (await clearedIfUnasked(this.redis, this.queue)) return;
      // One that is under way is left to its worker.
      await Promise.allSettled(ids.map((id) => this.queue.remove(id)));
    };
    await Promise.race([
      cleaned().catch(() => undefined),
      new Promise((resolve) => {
        late = setTimeout(resolve, LAST_MS);
      }),
    ]);
    clearTimeout(late);
    this.redis.disconnect();
    void this.queue.close().catch(() => undefined);
    await this.options.local.close();
  }

  private get shown(): string {
    return this.options.address.shown;
  }

  private say(message: string): void {
    this.options.told(message);
  }

  private async add(id: string, { job, parcel }: Asked): Promise<void> {
    try {
      await this.series.send(seriesOf(job));
      await this.queue.add('job', parcel, { jobId: id });
    } catch {
      // A queue that is not there is no fault of the job: it is added when next it is looked for.
    }
  }

  /** Whoever wishes to stop waits no longer. */
  private hear(): void {
    for (const [id, { stopRequested, settle }] of this.asked) {
      if (!stopRequested()) continue;
      this.taken(id);
      settle(undefined);
    }
  }

  /**
   * Takes answers whose events went by, and puts back what the queue no longer has, as it has been
   * emptied, or has started from an older state.
   */
  private async look(): Promise<void> {
    if (this.isClosed || performance.now() < this.nextLook_ms) return;
    // A command that a lost connection took with it may never be answered.
    const mine = performance.now() + LOOK_PATIENCE_MS;
    this.nextLook_ms = mine;
    try {
      await tellAsking(this.redis, this.id);
      await this.series.keep();
      // Somebody has ended while he emptied it.
      if (await this.queue.isPaused()) await this.queue.resume();
      for (const [id, asked] of [...this.asked]) await this.lookFor(id, asked);
      const clients = await this.queue.getWorkers();
      this.countWorkers(clients.filter(({ rawname }) => !rawname?.endsWith(GUARD)).length);
    } catch {
      // The connection is lost, and is being opened again.
    } finally {
      if (this.nextLook_ms === mine) this.nextLook_ms = 0;
    }
  }

  private async lookFor(id: string, asked: Asked): Promise<void> {
    const state = await this.queue.getJobState(id);
    if (!this.asked.has(id)) return;
    if (state === 'unknown') await this.add(id, asked);
    if (state !== 'completed' && state !== 'failed') return;
    const found = await this.queue.getJob(id);
    if (found === undefined) return;
    if (state === 'completed') this.answered(id, found.returnvalue);
    else this.failed(id, found.failedReason);
  }

  private countWorkers(workers: number): void {
    this.workers = workers;
    this.alone = workers === 0 ? this.alone + 1 : 0;
    if (this.alone !== LOOKS_ALONE || this.asked.size === 0) return;
    const remote = this.options.address.isHere ? '' : ' --allow-remote';
    this.say(
      `no worker is at the queue; start one, here or elsewhere:\n    latsim worker --queue ${this.shown}${remote}`,
    );
  }

  private taken(id: string): Asked | undefined {
    const asked = this.asked.get(id);
    this.asked.delete(id);
    this.underWay.delete(id);
    if (asked !== undefined) void this.forget(id);
    return asked;
  }

  private async forget(id: string): Promise<void> {
    await this.queue.remove(id).catch(() => undefined);
  }

  private answered(id: string, parcel: unknown): void {
    const asked = this.taken(id);
    if (asked === undefined) return;
    const { job, settle, fail } = asked;
    const answer = unpackAnswer(parcel, job);
    if (answer === undefined) {
      fail(this.faultOf(job, 'its answer cannot be read', 'start workers with the same Node'));
    } else if ('failure' in answer) {
      fail(new JobFailure(job, answer.failure));
    } else {
      this.finished++;
      settle(answer.result);
    }
  }

  private failed(id: string, reason: string): void {
    const asked = this.taken(id);
    if (asked === undefined) return;
    const { job, fail } = asked;
    if (/stalled/.test(reason)) {
      fail(
        this.faultOf(
          job,
          `${MOST_DEATHS} workers died while they had it, so it is abandoned`,
          'run the same command without --queue to see why; a worker may be short of memory',
        ),
      );
    } else {
      fail(this.faultOf(job, `a worker failed: ${printable(reason)}`, 'look at what it says'));
    }
  }

  private faultOf(job: Job, what: string, remedy: string): JobFailure {
    return new JobFailure(job, inputError(`${job.label}: ${what}`, remedy).failure);
  }

  /** A worker of another version has put the job back. */
  private refused(id: string, data: unknown): void {
    if (!this.asked.has(id) || typeof data !== 'object' || data === null) return;
    const { refusedBy } = data as { readonly refusedBy?: unknown };
    const version = printable(String(refusedBy)).slice(0, 40);
    if (this.refusedBy.has(version)) return;
    this.refusedBy.add(version);
    const { version: own } = this.options;
    this.say(
      `a worker of latsim ${version} refused a job of latsim ${own}; workers must be of the same version`,
    );
  }
}

type Tail<All extends unknown[]> = All extends [unknown, unknown, ...infer Rest] ? Rest : never;
