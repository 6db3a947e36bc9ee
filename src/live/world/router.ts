import { setTimeout as passed } from 'node:timers/promises';
import { isData } from '../../effects/store.js';
import type { Experiment } from '../../model/experiment.js';
import { Fleet } from '../../model/fleet.js';
import { compile } from '../../scenario/compile.js';
import { profileNamed } from '../../strategies/lowest-latency/profile.js';
import type { SimulationInput } from '../../studies/job.js';
import { failureOf } from '../../text/failure.js';
import { RouterProcess } from '../../worlds/live/process.js';
import type { Wake } from '../../worlds/live/wake.js';
import { clearKeys } from '../redis/clear.js';
import { RedisConnection } from '../redis/client.js';
import { LiveKeys } from '../redis/keys.js';
import { LeaseQueue } from '../redis/lease.js';
import { LiveStore, type ServedEffect, type SharedEffect } from '../redis/store.js';
import type { Due, FromProcess, RouterSetup, ToProcess } from './messages.js';
import { scaled } from './scaled.js';
import { TellingCodec } from './texts.js';
import { WallTime } from './wall-time.js';
import { warm } from './warm.js';

/** How often a process says how far it is. */
const NEWS_EVERY_MS = 100;
/** Code that has run for so long is fast. */
const WARM_MS = 500;
/** What is under way on Redis at the end is waited for so long. */
const PATIENCE_AT_END_MS = 2000;
/** Others that end as well may still write. */
const OTHERS_END_MS = 300;

/** The process that this runs in, as far as it is needed. */
type Own = Pick<NodeJS.Process, 'on' | 'send' | 'exit' | 'connected'>;

/** Is one process of the router, as it is told by whoever has started this. */
export function processOf(own: Own): void {
  let router: LiveRouter | undefined;
  const tell = (message: FromProcess, then: () => void = () => undefined) => {
    // Without a listener an error of sending would be one of the process, and be told, and so on.
    if (own.connected) own.send?.(message, undefined, undefined, then);
  };
  const fail = (error: unknown) => tell({ failed: failureOf(error) });
  // Ctrl-C is for whoever has started this.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) own.on(signal, () => undefined);
  own.on('uncaughtException', fail);
  own.on('unhandledRejection', fail);
  own.on('disconnect', () => {
    // It was not told to end: whoever has started it is no more, and so clears nothing away.
    const over = router?.clear() ?? Promise.resolve();
    over.catch(() => undefined).finally(() => own.exit(1));
  });
  own.on('message', (message: ToProcess) => {
    if ('setup' in message) {
      LiveRouter.made(message.setup, tell, fail)
        .then((made) => {
          router = made;
          tell({ ready: true });
        })
        .catch(fail);
    } else if (router === undefined) return;
    else if ('start_ns' in message) router.start(message.start_ns);
    else if ('due' in message) for (const due of message.due) router.expect(due);
    else {
      router
        .end()
        .catch(fail)
        .finally(() => tell({ ended: true }, () => own.exit(0)));
    }
  });
}

/** What an input is compiled to, with what is a user's own. */
export async function experimentIn(input: SimulationInput): Promise<Experiment> {
  const { scenario, numbers, cuts_s, logger, strategy } = input;
  const own = logger.kind === 'file' || strategy?.kind === 'file';
  const users = own ? await import('../../jobs/user-module.js') : undefined;
  return compile(scenario, {
    numbers,
    cuts_s,
    logger: logger.kind === 'file' ? await users?.loadUserLogger(logger) : undefined,
    strategy: strategy?.kind === 'file' ? await users?.loadUserStrategy(strategy) : undefined,
  });
}

/** How the values of an experiment are stored. */
export function codecOf(
  { modelGroups }: Experiment,
  { scenario }: SimulationInput,
  firstMinute: number,
): TellingCodec {
  return new TellingCodec({
    groups: modelGroups.map(({ name, groups }) => ({
      key: `${name}_map`,
      index: new Fleet(groups).index,
    })),
    profile: profileNamed(scenario.router.profile),
    firstMinute,
  });
}

/** One process of the router, on the clock of the machine and over a real Redis. */
class LiveRouter {
  private time = new WallTime(0n, 1);
  private readonly process: RouterProcess;
  private wakes: Wake[] = [];
  private trips_s: number[] = [];
  private expected = 0;
  private sent = 0;
  private news: NodeJS.Timeout | undefined;
  private readonly ending = new AbortController();
  private readonly leases: LeaseQueue;

  private constructor(
    private readonly setup: RouterSetup,
    experiment: Experiment,
    private readonly connection: RedisConnection,
    private readonly tell: (message: FromProcess) => void,
    private readonly fail: (error: unknown) => void,
  ) {
    const codec = codecOf(experiment, setup.input, setup.firstMinute);
    const store = new LiveStore(connection, new LiveKeys(setup.keysId), codec);
    this.leases = new LeaseQueue(store, this.ending.signal);
    this.process = new RouterProcess(
      experiment,
      setup.replication,
      setup.process,
      {
        now_s: () => this.time.now_s(),
        wait: (delay_s, then) => this.time.wait(delay_s, then),
        perform: (effect, _caller, then) => this.perform(store, effect as SharedEffect, then),
        told: (wake) => void this.wakes.push(wake),
        texts: codec,
      },
      experiment.modelGroups.some(({ load }) => !load.open)
        ? (...answered) => tell({ answered })
        : undefined,
    );
  }

  static async made(
    setup: RouterSetup,
    tell: (message: FromProcess) => void,
    fail: (error: unknown) => void,
  ): Promise<LiveRouter> {
    const experiment = await experimentIn(setup.input);
    warm(experiment, codecOf(experiment, setup.input, setup.firstMinute), WARM_MS);
    return new LiveRouter(setup, experiment, await RedisConnection.open(setup.address), tell, fail);
  }

  start(start_ns: bigint): void {
    this.time = new WallTime(start_ns, this.setup.timeScale);
    this.news = setInterval(() => this.tellNews(), NEWS_EVERY_MS);
  }

  expect([due_s, modelGroup, request, luck]: Due): void {
    this.expected++;
    this.process.expect(due_s, modelGroup, request, luck);
  }

  /** Tells the rest, once what is under way on Redis has come to its end. */
  async end(): Promise<void> {
    clearInterval(this.news);
    const deadline_ms = Date.now() + PATIENCE_AT_END_MS;
    this.ending.abort();
    while (this.sent > 0 && Date.now() < deadline_ms) await passed(1);
    this.tellNews();
    this.connection.close();
  }

  /** Nobody else clears up. */
  async clear(): Promise<void> {
    clearInterval(this.news);
    this.ending.abort();
    this.connection.close();
    await passed(OTHERS_END_MS);
    const { address, keysId } = this.setup;
    await clearKeys(await RedisConnection.open(address), new LiveKeys(keysId));
  }

  private perform(
    store: LiveStore,
    effect: SharedEffect,
    then: (answer: unknown, order: number | null) => void,
  ): void {
    const { timeScale } = this.setup;
    const asked_s = this.time.now_s();
    const quick = scaled(effect, timeScale);
    this.sent++;
    const served: Promise<ServedEffect> =
      quick.op === 'acquire-lease' ? this.leases.acquire(quick) : store.serve(quick);
    served
      .then(
        ({ answer, order }) => {
          this.sent--;
          if (isData(effect)) this.trips_s.push((this.time.now_s() - asked_s) / timeScale);
          then(answer, order);
        },
        (error) => {
          this.sent--;
          if (!this.ending.signal.aborted) this.fail(error);
        },
      )
      .catch(this.fail);
  }

  private tellNews(): void {
    const { process, wakes, trips_s, expected } = this;
    const { settled_s, isIdle } = process;
    this.wakes = [];
    this.trips_s = [];
    const counts = process.results().map(({ requests, after, rejected, samples }) => ({
      requests,
      secondHalf: after[0] ?? [],
      rejected,
      samples,
    }));
    const late = this.time.takeLate();
    this.tell({ news: { wakes, settled_s, counts, expected, isIdle, trips_s, late } });
  }
}
