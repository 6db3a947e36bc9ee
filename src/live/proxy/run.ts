import { setMaxListeners } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { RedisAddress } from '../../jobs/queued/address.js';
import { Streams } from '../../kernel/random.js';
import { OVERHEAD_MODEL } from '../../litellm/names.js';
import { servedBy, writeConfig } from '../../litellm/write-config.js';
import type { Experiment } from '../../model/experiment.js';
import type { LoadedScenario } from '../../scenario/loaded.js';
import { medianOf } from '../../stats/median.js';
import type { Provider, RequestPath } from '../../strategies/lowest-latency/recorded.js';
import { inputError } from '../../text/failure.js';
import type { Request } from '../../worlds/simulate/request.js';
import { LiveArrivals } from './arrivals.js';
import { type Called, LIVELINESS, ProxyClient } from './client.js';
import { ScaledClock } from './clock.js';
import { apiBaseAt, redisOfConfig } from './config.js';
import { freePort } from './free-port.js';
import { KEY_VARIABLES } from './key.js';
import { LiteLLM } from './litellm.js';
import type { EarlyEnd, LiveRequest, Overhead, ProxyOutcome } from './outcome.js';
import { FakeProvider, markOf } from './provider.js';
import { ProxyRedis, type RawMap } from './redis.js';
import { ProxyWatch } from './watch.js';

/** What is to be run at a proxy. */
export interface ProxyAsked {
  readonly loaded: Pick<LoadedScenario, 'scenario' | 'stated'>;
  readonly experiment: Experiment;
  /** Whose random numbers the requests have. */
  readonly replication: number;
  readonly timeScale: number;
  readonly proxy: StartedProxy | RunningProxy;
  /** Of the provider; undefined: any that is free. */
  readonly providerPort?: number | undefined;
  /** The Redis that the proxy uses. */
  readonly redis?: RedisAddress | undefined;
  /** The wish to stop. */
  readonly signal: AbortSignal;
  /** Is told how far it is. */
  readonly progress?: (progress: ProxyProgress) => void;
  /** Is told lines that the proxy has printed, once it has failed. */
  readonly tell?: (lines: string) => void;
}

/** One that is started for the run, and ended after it. */
export interface StartedProxy {
  readonly kind: 'started';
  readonly command: string;
  readonly folder: string;
  /** The environment that it is started in. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** undefined: any that is free. */
  readonly port?: number | undefined;
  readonly startTimeout_s: number;
}

/** One that runs with a configuration that was written for the scenario. */
export interface RunningProxy {
  readonly kind: 'running';
  readonly url: string;
  /** Undefined: it asks for none. */
  readonly key?: string | undefined;
}

export interface ProxyProgress {
  readonly phase: 'starting' | 'measuring its own time' | 'load';
  /** Of the load: finished part, 0..1. */
  readonly part: number;
  readonly sent: number;
}

/** Requests by which the proxy's own time is measured, of each provider; those before them warm it up. */
const OVERHEAD_REQUESTS = 20;
const WARM_UP_REQUESTS = 3;
const POLL_MS = 200;
/** They are told before the error. */
const LAST_LINES = 'see what it printed, or start it by hand with what --write-config writes';

/**
 * Sends the load of a replication to a proxy of LiteLLM, behind which the fake provider serves the fleet.
 * @returns what came of it, also where it ended early; nothing of it is left running
 * @throws CommandError where it could not begin
 */
export async function runAtProxy(asked: ProxyAsked): Promise<ProxyOutcome> {
  const provider = await FakeProvider.listening(asked.providerPort ?? 0);
  try {
    return asked.proxy.kind === 'started'
      ? await atStarted(asked, asked.proxy, provider)
      : await atRunning(asked, asked.proxy, provider);
  } finally {
    await provider.close();
  }
}

async function atRunning(
  asked: ProxyAsked,
  proxy: RunningProxy,
  provider: FakeProvider,
): Promise<ProxyOutcome> {
  const redis = asked.redis === undefined ? undefined : redisOfConfig(asked.redis, provider.port);
  await redis?.requireThere();
  const client = clientOf(asked, proxy);
  try {
    const run = new Run(asked, { provider, client, redis });
    return withMaps(await run.outcome(), await mapsIn(redis, asked));
  } finally {
    client.close();
  }
}

async function atStarted(
  asked: ProxyAsked,
  proxy: StartedProxy,
  provider: FakeProvider,
): Promise<ProxyOutcome> {
  const { loaded, timeScale, experiment, signal, progress } = asked;
  const redis = asked.redis === undefined ? undefined : ProxyRedis.at(asked.redis);
  const config = writeConfig(loaded, {
    timeScale,
    apiBase: apiBaseAt(provider.port),
    redis: redis?.written,
    head: ['Made by latsim live.'],
  });
  await redis?.requireThere();
  const port = proxy.port ?? (await freePort());
  const began_ms = performance.now();
  progress?.({ phase: 'starting', part: 0, sent: 0 });
  const litellm = await LiteLLM.started({
    command: proxy.command,
    folder: proxy.folder,
    config,
    port,
    workers: experiment.processes.count,
    inheritable: proxy.env,
    environment: redis?.environment ?? {},
    secrets: redis?.secrets ?? [],
  });
  const client = clientOf(asked, { kind: 'running', url: `http://127.0.0.1:${port}` });
  let outcome: ProxyOutcome;
  try {
    await ready(litellm, client, proxy.startTimeout_s, signal);
    const startUp_s = (performance.now() - began_ms) / 1000;
    const run = new Run(asked, { provider, client, litellm, redis, startUp_s });
    outcome = await run.outcome();
    if (outcome.partial !== null && !outcome.partial.isInterrupt) tellLastLines(asked, litellm);
  } catch (error) {
    tellLastLines(asked, litellm);
    throw error;
  } finally {
    client.close();
    await litellm.stop();
  }
  const maps = await mapsIn(redis, asked);
  // A Redis that has gone has nothing left of ours.
  await redis?.clear().catch(() => undefined);
  return withMaps(outcome, maps);
}

function tellLastLines({ tell }: ProxyAsked, { lastLines }: LiteLLM): void {
  if (lastLines !== '') tell?.(lastLines);
}

function clientOf({ experiment }: ProxyAsked, { url, key }: RunningProxy): ProxyClient {
  return new ProxyClient(new URL(url), key, experiment.processes.count === 1);
}

/** undefined: there is no Redis, or it has gone. */
async function mapsIn(
  redis: ProxyRedis | undefined,
  { experiment }: ProxyAsked,
): Promise<readonly RawMap[] | undefined> {
  return await redis?.maps(experiment.modelGroups.map(({ name }) => name)).catch(() => undefined);
}

function withMaps(outcome: ProxyOutcome, maps: readonly RawMap[] | undefined): ProxyOutcome {
  return maps === undefined ? outcome : { ...outcome, maps };
}

/** Waits until LiteLLM serves. @throws CommandError where it does not come to that */
async function ready(
  litellm: LiteLLM,
  client: ProxyClient,
  timeout_s: number,
  signal: AbortSignal,
): Promise<void> {
  const end_ms = performance.now() + timeout_s * 1000;
  while (litellm.isRunning && !signal.aborted) {
    const { status } = await client.get(LIVELINESS, AbortSignal.timeout(5_000));
    if (status === 200) return;
    if (performance.now() > end_ms) {
      throw inputError(
        `LiteLLM did not answer ${LIVELINESS} within ${timeout_s} s`,
        `${LAST_LINES}, or give it longer with --start-timeout`,
      );
    }
    await pause(POLL_MS);
  }
  if (signal.aborted) return;
  throw inputError(`LiteLLM ended before it was ready (${await litellm.ended})`, LAST_LINES);
}

/** What a load meets. */
interface RunSetting {
  readonly provider: FakeProvider;
  readonly client: ProxyClient;
  /** undefined: it is not ours. */
  readonly litellm?: LiteLLM;
  readonly redis?: ProxyRedis | undefined;
  readonly startUp_s?: number;
}

/** One load at a proxy that is ready. */
class Run {
  private readonly stopping = new AbortController();
  private early: EarlyEnd | null = null;
  private version: string | null = null;
  private readonly taken: LiveRecord[][];
  private sent = 0;
  private lastEvent_ms = performance.now();

  private readonly provider: FakeProvider;
  private readonly client: ProxyClient;

  constructor(
    private readonly asked: ProxyAsked,
    private readonly at: RunSetting,
  ) {
    this.provider = at.provider;
    this.client = at.client;
    // Each request under way listens.
    setMaxListeners(0, this.stopping.signal);
    this.taken = asked.experiment.modelGroups.map(() => []);
  }

  async outcome(): Promise<ProxyOutcome> {
    const { signal } = this.asked;
    const interrupted = () =>
      this.end({ reason: 'interrupted', remedy: 'let it run to its end', isInterrupt: true });
    signal.addEventListener('abort', interrupted, { once: true });
    if (signal.aborted) interrupted();
    const watch = new ProxyWatch(this.at, {
      ended: (reason, remedy) => this.end({ reason, remedy, isInterrupt: false }),
      silence_ms: () => (this.isWaiting ? performance.now() - this.lastEvent_ms : 0),
    });
    try {
      const alone = await this.overhead(watch);
      if (this.early !== null && !this.early.isInterrupt) {
        throw inputError(this.early.reason, this.early.remedy);
      }
      const requests = await this.load();
      if (this.isCutOff && this.early === null) await watch.lookAgain();
      return this.result(alone, requests);
    } finally {
      watch.stop();
      signal.removeEventListener('abort', interrupted);
    }
  }

  /** Whether a connection has failed. */
  private get isCutOff(): boolean {
    return this.taken.some((all) => all.some(({ called }) => called?.status === 0));
  }

  private get isWaiting(): boolean {
    return this.taken.some((all) => all.some(({ called }) => called === undefined));
  }

  private end(early: EarlyEnd): void {
    this.early ??= early;
    this.stopping.abort();
  }

  /** The providers of the fleet, and the path on which each is called first. */
  private get paths(): ReadonlyMap<Provider, RequestPath> {
    const { scenario, stated } = this.asked.loaded;
    const paths = new Map<Provider, RequestPath>();
    for (const [m, { groups }] of scenario.modelGroups.entries()) {
      for (const [g, { name }] of groups.entries()) {
        const provider = servedBy(name, stated.modelGroups[m]?.providers[g]);
        if (!paths.has(provider)) paths.set(provider, this.pathOf(m));
      }
    }
    return paths;
  }

  private pathOf(modelGroup: number): RequestPath {
    return this.asked.loaded.stated.modelGroups[modelGroup]?.path ?? 'chat';
  }

  private async overhead(watch: ProxyWatch): Promise<ReadonlyMap<Provider, readonly number[]>> {
    const { progress, experiment } = this.asked;
    const { signal } = this.stopping;
    progress?.({ phase: 'measuring its own time', part: 0, sent: 0 });
    const all = new Map<Provider, readonly number[]>();
    for (const [provider, path] of this.paths) {
      const times_s: number[] = [];
      for (let i = 0; i < WARM_UP_REQUESTS + OVERHEAD_REQUESTS && !signal.aborted; i++) {
        const came = this.provider.counts.foreign;
        const prompt = {
          model: `${OVERHEAD_MODEL}-${provider}`,
          text: 'latsim',
          stream: experiment.samples.stream >= 0.5,
        };
        const called = await this.client.ask(path, prompt, signal);
        this.heard(called);
        if (signal.aborted) break;
        if (called.status === 0) await watch.lookAgain();
        if (signal.aborted) break;
        if (called.status !== 200) throw this.unusable(called, this.provider.counts.foreign > came);
        if (this.provider.counts.foreign === came) throw this.elsewhere('it answers');
        if (i >= WARM_UP_REQUESTS) times_s.push(called.took_s);
      }
      all.set(provider, times_s);
    }
    return all;
  }

  /** What to say of a proxy that does not answer the first requests. */
  private unusable({ status, error }: Called, hasCome: boolean): Error {
    if (status === 401 || status === 403) {
      return inputError(`the proxy refuses the key (status ${status})`, KEY_REMEDY);
    }
    if (status === 0) return inputError(`the proxy gives no answer (${error})`, this.startRemedy);
    if (!hasCome) return this.elsewhere(`status ${status}`);
    return inputError(`the proxy answers with status ${status}`, this.configRemedy);
  }

  private elsewhere(how: string): Error {
    const { port } = this.provider;
    return inputError(
      `none of its requests reach the provider at port ${port} (${how})`,
      this.configRemedy,
    );
  }

  private get startRemedy(): string {
    return this.at.litellm === undefined
      ? 'start it, and name its address with --proxy'
      : LAST_LINES;
  }

  private get configRemedy(): string {
    const { port } = this.provider;
    return this.at.litellm === undefined
      ? `start it with what --write-config DIR --provider-port ${port} writes for this scenario`
      : LAST_LINES;
  }

  private async load(): Promise<readonly LiveArrivals[]> {
    const { experiment, replication, timeScale, progress } = this.asked;
    const { signal } = this.stopping;
    const clock = new ScaledClock(timeScale);
    const streams = new Streams(experiment.seed, replication);
    const arrivals = experiment.modelGroups.map(
      (modelGroup, m) =>
        new LiveArrivals({ experiment, clock, streams }, modelGroup, m, (request) =>
          this.send(m, request),
        ),
    );
    this.provider.serve({ experiment, clock, arrivals });
    if (!signal.aborted) for (const one of arrivals) one.start();
    const total = experiment.requestLimit ?? Number.POSITIVE_INFINITY;
    const ticker = setInterval(() => {
      const byTime = clock.now_s / experiment.duration_s;
      const byCount = this.sent / (total * arrivals.length);
      progress?.({
        phase: 'load',
        part: Math.min(1, Math.max(byTime, byCount)),
        sent: this.sent,
      });
    }, POLL_MS);
    const stopped = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([Promise.all(arrivals.map(({ ended }) => ended)), stopped]);
    clearInterval(ticker);
    clock.stop();
    return arrivals;
  }

  private async send(modelGroup: number, request: Request): Promise<boolean> {
    const { experiment } = this.asked;
    const record: LiveRecord = { request };
    this.taken[modelGroup]!.push(record);
    this.sent++;
    const called = await this.client.ask(
      this.pathOf(modelGroup),
      {
        model: experiment.modelGroups[modelGroup]!.name,
        text: markOf(modelGroup, request.number),
        stream: request.stream,
        tag: request.tag,
      },
      this.stopping.signal,
    );
    // What is given up is neither answered nor failed.
    if (this.stopping.signal.aborted && called.status === 0) return false;
    record.called = called;
    this.heard(called);
    if (called.status === 401)
      this.end({
        reason: 'the proxy refuses the key (status 401)',
        remedy: KEY_REMEDY,
        isInterrupt: false,
      });
    return called.status === 200;
  }

  private heard({ version }: Called): void {
    this.lastEvent_ms = performance.now();
    this.version ??= version ?? null;
  }

  private result(
    alone: ReadonlyMap<Provider, readonly number[]>,
    arrivals: readonly LiveArrivals[],
  ): ProxyOutcome {
    const { experiment, loaded } = this.asked;
    const visits = this.provider.visits;
    const beside = new Map<Provider, number[]>();
    const modelGroups = this.taken.map((records, m) => ({
      name: experiment.modelGroups[m]!.name,
      requests: records.map(({ request, called }): LiveRequest => {
        const visit = visits[m]?.[request.number];
        if (called?.status === 200 && visit?.left_ms !== undefined) {
          const group = arrivals[m]!.fleet.groupOf[visit.position]!;
          const name = loaded.scenario.modelGroups[m]!.groups[group]!.name;
          const provider = servedBy(name, loaded.stated.modelGroups[m]?.providers[group]);
          const own_s = called.took_s - (visit.left_ms - visit.came_ms) / 1000;
          beside.set(provider, [...(beside.get(provider) ?? []), own_s]);
        }
        return {
          number: request.number,
          arrival_s: request.arrival_s,
          counted: request.counted,
          position: visit?.position ?? null,
          failure: failureOf(called),
          took_s: called?.took_s ?? null,
        };
      }),
    }));
    return {
      version: this.version,
      modelGroups,
      overhead: [...alone].map(([provider, before_s]): Overhead => {
        const times_s = beside.get(provider) ?? [];
        return {
          provider,
          alone_s: medianOf(before_s) ?? 0,
          underLoad_s: medianOf(times_s) ?? null,
          samples: { alone: before_s.length, underLoad: times_s.length },
        };
      }),
      provider: { ...this.provider.counts },
      startUp_s: this.at.startUp_s ?? null,
      partial: this.early,
    };
  }
}

/** A request as it was sent, and what became of it. */
interface LiveRecord {
  readonly request: Request;
  called?: Called;
}

const KEY_REMEDY = `put its key into ${KEY_VARIABLES.join(' or ')}`;

function failureOf(called: Called | undefined): string | null {
  if (called === undefined) return null;
  if (called.status === 0) return `no connection (${called.error})`;
  return called.status === 200 ? null : `status ${called.status}`;
}
