import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as passed } from 'node:timers/promises';
import type { RedisAddress } from '../../jobs/queued/address.js';
import { unprinted } from '../../jobs/unheard-prints.js';
import { Clock } from '../../kernel/clock.js';
import { Streams } from '../../kernel/random.js';
import type { Experiment } from '../../model/experiment.js';
import type { Timings } from '../../model/timings.js';
import type { LiveCounted } from '../../report/live/report.js';
import { sum } from '../../stats/sum.js';
import type { SimulationInput } from '../../studies/job.js';
import { type Failure, inputError } from '../../text/failure.js';
import { Relived } from '../../worlds/live/relive.js';
import { Arrivals } from '../../worlds/simulate/arrivals.js';
import type { Draws } from '../../worlds/simulate/luck.js';
import { forked } from '../fork.js';
import { clearKeys } from '../redis/clear.js';
import { RedisConnection } from '../redis/client.js';
import { LiveKeys } from '../redis/keys.js';
import { LiveStore } from '../redis/store.js';
import type { Due, FromProcess, ProcessNews, ToProcess } from './messages.js';
import { codecOf, experimentIn } from './router.js';
import { WallTime } from './wall-time.js';

/** What is to be measured once. */
export interface LiveQuestion {
  readonly input: SimulationInput;
  /** The number of the replication whose luck it has. */
  readonly replication: number;
  /** By how much time is compressed. */
  readonly timeScale: number;
  readonly address: RedisAddress;
}

/** How far it is. */
export interface LiveProgress {
  /** Finished part of its time, 0..1. */
  readonly part: number;
  readonly requests: number;
  /** Updates lost so far. */
  readonly lost: number;
}

/** Who waits for it. */
export interface LiveWatch {
  /** Aborted where the user wishes to stop. */
  readonly signal: AbortSignal;
  progress(progress: LiveProgress): void;
  /** Takes what a user's own code prints. */
  printed(piece: string | Uint8Array): void;
}

/** What it came to. */
export interface LiveFound extends LiveCounted {
  /** Updates that were lost; null: cannot be known. */
  readonly lost: number | null;
  /** Samples that were recorded. */
  readonly recorded: number;
  /** Every round trip to Redis, in real seconds. */
  readonly trips_s: readonly number[];
  /** By how much timers were late, in real seconds: their mean, and the most. */
  readonly late: { readonly mean_s: number; readonly most_s: number };
  /** What the modelled store would have answered otherwise: how often, and to what first. */
  readonly differences: number;
  readonly firstDifference: string | undefined;
  /** Why it is not known what was lost. */
  readonly broken: string | undefined;
  /** When things happened in its processes. */
  readonly timings: Timings;
  /** Whether calls took locks of their process. */
  readonly takesLocks: boolean;
  /** The version of Redis, as it says itself. */
  readonly version: string | null;
  /** What ended it early; undefined: nothing but perhaps the user. */
  readonly failure: Failure | undefined;
}

/** Requests are told to processes so long before they are due. */
const LEAD_MS = 40;
const TICK_MS = 10;
/** From when all are ready until time 0. */
const START_MS = 30;
/** A process that starts is waited for so long. */
const START_PATIENCE_MS = 20_000;
/** A process that has not been heard of for so long hangs. */
const PATIENCE_MS = 5_000;
/** Processes end within that; whoever does not is ended. */
const END_PATIENCE_MS = 3_000;
/** A Redis that does not answer is not waited for longer; keys that stay have a ttl. */
const CLEAR_PATIENCE_MS = 2_500;
/** What goes on is shown so often. */
const SHOWN_EVERY_MS = 200;
const MS_PER_MINUTE = 60_000;

/**
 * Carries an experiment out once: as many processes of the operating system as it has processes of the
 * router, on real time, over a real Redis. Nothing is left behind, however it ends.
 * @throws CommandError where Redis cannot be reached to begin with, or a user's own code cannot be loaded
 */
export async function measuredOnce(question: LiveQuestion, watch: LiveWatch): Promise<LiveFound> {
  // Its processes print what there is to print.
  const experiment = await unprinted(() => experimentIn(question.input));
  const connection = await RedisConnection.open(question.address);
  const keys = new LiveKeys();
  const firstMinute = Math.floor(Date.now() / MS_PER_MINUTE);
  const codec = codecOf(experiment, question.input, firstMinute);
  const run = new RunOnRedis(question, experiment, watch, keys.id, firstMinute, codec);
  try {
    await new LiveStore(connection, keys, codec).open();
    await run.carryOut();
  } finally {
    await run.stop();
    await Promise.race([
      cleared(connection, question.address, keys),
      passed(CLEAR_PATIENCE_MS, undefined, { ref: false }),
    ]);
    connection.close();
  }
  return { ...run.found(), version: connection.version };
}

/** Clears up, by another connection where this one is broken; what cannot be reached has its ttl. */
async function cleared(
  connection: RedisConnection,
  address: RedisAddress,
  keys: LiveKeys,
): Promise<void> {
  try {
    await clearKeys(connection, keys);
  } catch {
    try {
      const another = await RedisConnection.open(address);
      await clearKeys(another, keys).finally(() => another.close());
    } catch {
      // There is no Redis any more.
    }
  }
}

/** One process, as it is seen from outside. */
class Seat {
  isReady = false;
  hasEnded = false;
  hasLeft = false;
  heard_ms = performance.now();
  due: Due[] = [];
  told = 0;
  news: ProcessNews | undefined;

  constructor(readonly child: ChildProcess) {}

  tell(message: ToProcess): void {
    // One that has gone is told of by its exit.
    if (this.child.connected) this.child.send(message, () => undefined);
  }
}

class RunOnRedis {
  private readonly seats: Seat[] = [];
  private readonly clock = new Clock();
  private readonly sources: readonly Arrivals[];
  private readonly relived: Relived;
  private readonly lucks = new Map<string, Draws>();
  private readonly trips_s: number[] = [];
  private readonly late = { timers: 0, sum_s: 0, most_s: 0 };
  private failure: Failure | undefined;
  private isComplete = false;
  private changed: () => void = () => undefined;

  constructor(
    private readonly question: LiveQuestion,
    private readonly experiment: Experiment,
    private readonly watch: LiveWatch,
    private readonly keysId: string,
    private readonly firstMinute: number,
    texts: ConstructorParameters<typeof Relived>[2],
  ) {
    const { replication } = question;
    this.relived = new Relived(experiment, replication, texts);
    const world = {
      experiment,
      clock: this.clock,
      streams: new Streams(experiment.seed, replication),
    };
    this.sources = experiment.modelGroups.map(
      (group, m) =>
        new Arrivals(world, group, m, (request, process, luck) => {
          if (!group.load.open) this.lucks.set(`${m}/${request}`, luck);
          const drawn = this.relived.drawn(m, luck);
          this.seats[process]!.due.push([this.clock.now_s, m, request, drawn]);
        }),
    );
  }

  /** Until it is over, has failed or is stopped. */
  async carryOut(): Promise<void> {
    const { count } = this.experiment.processes;
    for (let process = 0; process < count; process++) this.seats.push(this.seated(process));
    if (!(await this.until(() => this.seats.every((one) => one.isReady), START_PATIENCE_MS))) {
      this.fail(inputError('a process of the router does not start', 'try fewer: --processes 2'));
      return;
    }
    if (this.isOver) return;
    const start_ns = WallTime.clock_ns() + BigInt(START_MS) * 1_000_000n;
    const time = new WallTime(start_ns, this.question.timeScale);
    for (const seat of this.seats) {
      seat.heard_ms = performance.now();
      seat.tell({ start_ns });
    }
    for (const source of this.sources) source.open();
    await this.passTime(time);
  }

  private async passTime(time: WallTime): Promise<void> {
    const { duration_s } = this.experiment;
    const lead_s = (LEAD_MS / 1000) * this.question.timeScale;
    let shown_ms = 0;
    for (;;) {
      const now_s = time.now_s();
      this.clock.run(Math.min(now_s + lead_s, duration_s), Number.POSITIVE_INFINITY);
      for (const seat of this.seats) {
        if (seat.due.length === 0) continue;
        seat.told += seat.due.length;
        seat.tell({ due: seat.due });
        seat.due = [];
      }
      this.isComplete = now_s >= duration_s || this.isIdle;
      if (this.isOver || this.isComplete) return;
      if (performance.now() - shown_ms > SHOWN_EVERY_MS) {
        shown_ms = performance.now();
        this.showProgress(now_s / duration_s);
      }
      const silent = this.seats.findIndex(
        ({ heard_ms }) => performance.now() - heard_ms > PATIENCE_MS,
      );
      if (silent >= 0) {
        this.fail(
          inputError(
            `${this.named(silent)} does not answer: its logger or strategy may never end`,
            'see that each of their calls returns; or try a lower --time-scale',
          ),
        );
        return;
      }
      await passed(TICK_MS);
    }
  }

  /** Whether no request is under way, and none will come. */
  private get isIdle(): boolean {
    return (
      this.sources.every(({ areOver }) => areOver) &&
      this.seats.every(({ told, news }) => news?.isIdle === true && news.expected === told)
    );
  }

  private get isOver(): boolean {
    return this.failure !== undefined || this.watch.signal.aborted;
  }

  /** Ends all processes, and lives through what they have told. */
  async stop(): Promise<void> {
    for (const seat of this.seats) seat.tell({ end: true });
    const isAtEnd = ({ hasLeft }: Seat) => hasLeft;
    await this.until(() => this.seats.every(isAtEnd), END_PATIENCE_MS, true);
    for (const { child, hasLeft } of this.seats) if (!hasLeft) child.kill('SIGKILL');
    await this.until(() => this.seats.every(isAtEnd), END_PATIENCE_MS, true);
    // Of effects whose answers were never told nobody knows whether they came about.
    if (this.failure === undefined) unprinted(() => this.relived.end());
  }

  found(): Omit<LiveFound, 'version'> {
    const counts = this.experiment.modelGroups.map((_, m) =>
      this.seats.flatMap(({ news }) => news?.counts[m] ?? []),
    );
    const summed = (of: (one: (typeof counts)[number][number]) => readonly number[]) =>
      counts.map((parts) => together(parts.map(of)));
    const [results, { timers, sum_s, most_s }] = [this.relived.results(), this.late];
    const isKnown =
      this.relived.broken === undefined &&
      results.every(({ samples }) => samples.lostKnown !== false);
    const all = counts.flat();
    return {
      requests: summed(({ requests }) => requests),
      secondHalf: summed(({ secondHalf }) => secondHalf),
      failed: sum(all.map(({ rejected }) => rejected)),
      complete: this.isComplete && !this.isOver,
      lost: isKnown ? sum(results.map(({ samples }) => samples.lost)) : null,
      recorded: sum(all.map(({ samples }) => samples.recorded)),
      trips_s: this.trips_s,
      late: { mean_s: timers === 0 ? 0 : sum_s / timers, most_s },
      differences: this.relived.differences,
      firstDifference: this.relived.firstDifference,
      broken: this.relived.broken,
      timings: this.relived.timings(),
      takesLocks: this.relived.takesLocks,
      failure: this.failure,
    };
  }

  private seated(process: number): Seat {
    const { question, watch } = this;
    const child = forked('process');
    const seat = new Seat(child);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', watch.printed);
    child.on('message', (message) => {
      seat.heard_ms = performance.now();
      this.heard(process, seat, message as FromProcess);
      this.changed();
    });
    child.on('error', () => undefined);
    // What it has said last may come after its end.
    const left = [once(child, 'exit'), once(child, 'disconnect')] as const;
    Promise.all(left).then(([[code, signal]]) => {
      seat.hasLeft = true;
      if (!seat.hasEnded) {
        const how = signal === null ? `ended with ${code}` : `was ended by ${signal}`;
        this.fail(inputError(`${this.named(process)} ${how}`, 'start the command again'));
      }
      this.changed();
    });
    const { input, replication, timeScale, address } = question;
    const { keysId, firstMinute } = this;
    seat.tell({
      setup: { input, replication, process, timeScale, address, keysId, firstMinute },
    });
    return seat;
  }

  private heard(process: number, seat: Seat, message: FromProcess): void {
    if ('ready' in message) seat.isReady = true;
    else if ('ended' in message) seat.hasEnded = true;
    else if ('failed' in message) this.fail(message.failed);
    else if ('answered' in message) {
      const [modelGroup, request, least_s, at_s] = message.answered;
      const name = `${modelGroup}/${request}`;
      const luck = this.lucks.get(name);
      this.lucks.delete(name);
      if (luck !== undefined) {
        this.sources[modelGroup]?.answered({ luck }, least_s, at_s);
      }
    } else {
      const { news } = message;
      seat.news = news;
      for (const trip_s of news.trips_s) this.trips_s.push(trip_s);
      this.late.timers += news.late.timers;
      this.late.sum_s += news.late.sum_s;
      this.late.most_s = Math.max(this.late.most_s, news.late.most_s);
      unprinted(() => this.relived.take(process, news.wakes, news.settled_s));
    }
  }

  /** What comes first has ended it. */
  private fail(failure: Failure | { readonly failure: Failure }): void {
    this.failure ??= 'failure' in failure ? failure.failure : failure;
    this.changed();
  }

  private named(process: number): string {
    return `process ${process + 1} of ${this.seats.length}`;
  }

  private showProgress(part: number): void {
    const counts = this.seats.flatMap(({ news }) => news?.counts ?? []);
    this.watch.progress({
      part: Math.max(0, part),
      requests: sum(counts.map(({ requests }) => sum(requests))),
      lost: sum(this.relived.results().map(({ samples }) => samples.lost)),
    });
  }

  /** @returns whether it came about before the time was over, or something else has ended it */
  private async until(met: () => boolean, most_ms: number, always = false): Promise<boolean> {
    const deadline_ms = performance.now() + most_ms;
    while (!met() && (always || !this.isOver)) {
      const left_ms = deadline_ms - performance.now();
      if (left_ms <= 0) return false;
      const changed = new Promise<void>((resolve) => {
        this.changed = resolve;
      });
      await Promise.race([changed, passed(Math.min(left_ms, 100))]);
    }
    return true;
  }
}

/** Position by position. */
function together(parts: readonly (readonly number[])[]): number[] {
  return (parts[0] ?? []).map((_, i) => sum(parts.map((part) => part[i] ?? 0)));
}
