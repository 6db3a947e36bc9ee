import { readLatencyMap } from '../litellm/latency-map.js';
import { keyIn } from '../live/proxy/key.js';
import type { ProxyOutcome } from '../live/proxy/outcome.js';
import { predictedAtProxy } from '../live/proxy/predicted.js';
import {
  type ProxyProgress,
  type RunningProxy,
  runAtProxy,
  type StartedProxy,
} from '../live/proxy/run.js';
import type { LoggerChoice } from '../loggers/choice.js';
import type { Experiment } from '../model/experiment.js';
import { Fleet } from '../model/fleet.js';
import {
  type LiveCounted,
  type LiveFailures,
  type LiveMap,
  type LiveMeasurement,
  type LiveOverhead,
  liveRun,
} from '../report/live/report.js';
import { meanOf } from '../stats/moments.js';
import { PATH_WORDS } from '../strategies/lowest-latency/recorded.js';
import { expectedTime_s } from '../studies/predicting.js';
import { outlineOf } from '../studies/replications.js';
import { CommandError, usageError } from '../text/failure.js';
import { counted, seconds } from '../text/figures.js';
import { printableLines } from '../text/harmless.js';
import { list } from '../text/list.js';
import { shownCommand } from '../text/shown-command.js';
import { formatDuration } from '../text/units.js';
import { attended } from './attended.js';
import type { Io } from './io.js';
import { type LiveAsked, type LiveMeasured, liveReport } from './live-asked.js';
import { predicted, predictedSoon } from './live-prediction.js';
import { notice } from './notices.js';
import { proxyAt } from './proxy-at.js';
import { redisOf } from './redis-at.js';

/** A proxy that is to be measured. */
interface AskedProxy {
  readonly proxy: StartedProxy | RunningProxy;
  /** As it may be shown. */
  readonly shown: string;
}

/** What came of a proxy, as often as it was measured. */
interface Repeated {
  readonly outcomes: readonly ProxyOutcome[];
  /** Why there are not as many as were asked for; null: there are. */
  readonly early: { readonly says: string; readonly isInterrupt: boolean } | null;
}

/**
 * Sends the load of a scenario to real proxies, one after the other, and predicts each once it is known which
 * release it is, and what time it takes itself.
 * @throws CommandError where there is one of which nothing is measured
 */
export async function measuredAtProxies(io: Io, asked: LiveAsked): Promise<LiveMeasured> {
  const experiment = outlineOf(asked.request.input(firstOf(asked)));
  const proxies = proxiesOf(io, asked);
  announce(io, asked, experiment, proxies.length);
  const runs: LiveMeasurement[] = [];
  let early: Repeated['early'] = null;
  for (const one of proxies) {
    const repeated = await measured(io, asked, experiment, one, runs.length > 0);
    if (repeated.outcomes.length > 0) {
      runs.push(await heldAgainst(io, asked, experiment, one, repeated.outcomes));
    }
    early = repeated.early;
    if (early !== null) break;
  }
  const interrupted = early?.isInterrupt === true;
  if (runs.length === 0) return { report: null, interrupted };
  const report = liveReport(asked, {
    notScaled: NOT_SCALED,
    partial: early?.says ?? null,
    runs,
  });
  return { report, interrupted };
}

/** The scenario's own logger: a proxy has its own. */
function firstOf({ loggers: [first] }: LiveAsked): LoggerChoice {
  return first as LoggerChoice;
}

const NOT_SCALED = [
  "the proxy's own time, which is added to the prediction",
  'the minutes of its clock',
  'what its client libraries and its logging worker wait',
];

function proxiesOf(io: Io, { options }: LiveAsked): AskedProxy[] {
  const { litellm, proxy, port, startTimeout } = options;
  if (proxy !== undefined) {
    const url = ownProxy(io, proxy);
    return [{ proxy: { kind: 'running', url, key: keyIn(io.env) ?? undefined }, shown: url }];
  }
  const commands = (litellm ?? []).map((command) => ({ command, shown: shownCommand(command) }));
  // Every user of a machine sees the arguments of its processes.
  if (commands.some(({ command, shown }) => command !== shown)) io.hideArguments();
  return commands.map(({ command, shown }) => ({
    proxy: {
      kind: 'started',
      command,
      folder: io.cwd,
      env: io.env,
      port,
      startTimeout_s: startTimeout,
    },
    shown,
  }));
}

/** @throws CommandError for what is no address of this machine: the provider is reached from here alone */
function ownProxy(io: Io, proxy: string): string {
  const { base, isLoopback } = proxyAt(io, proxy);
  if (isLoopback) return base;
  throw usageError(
    `the proxy at ${base} is not on this machine, so it cannot reach the provider here`,
    'start one here: --litellm litellm; or ask it who serves: latsim probe',
  );
}

/** How long it takes, for whoever waits. */
function announce(
  { stderr, quiet }: Io,
  { options: { runs, timeScale, proxy } }: LiveAsked,
  experiment: Experiment,
  proxies: number,
): void {
  if (quiet === true) return;
  const each = formatDuration(Math.ceil(expectedTime_s(experiment, 1) / timeScale));
  const all = runs * proxies;
  const of = all === 1 ? `a run of about ${each}` : `${counted(all, 'run')} of about ${each} each`;
  notice(stderr, proxy === undefined ? `${of}, and the start of the proxy` : of);
}

/**
 * Measures a proxy as often as is asked for, each time from a cold start.
 * @param keep whether there is something already that is to be reported in any case
 */
async function measured(
  io: Io,
  { request, options }: LiveAsked,
  experiment: Experiment,
  { proxy, shown }: AskedProxy,
  keep: boolean,
): Promise<Repeated> {
  const redis = await redisOf(io, options);
  const outcomes: ProxyOutcome[] = [];
  for (let replication = 0; replication < options.runs; replication++) {
    try {
      const outcome = await attended(
        io,
        ({ signal, progress }) =>
          runAtProxy({
            loaded: request.loaded,
            experiment,
            replication,
            timeScale: options.timeScale,
            proxy,
            providerPort: options.providerPort,
            redis,
            signal,
            progress: (at) => progress.update(at.part, progressLabel(at, shown, replication)),
            tell: (lines) => io.stderr.write(`${printableLines(lines)}\n`),
          }),
        WIND_UP_MS,
      );
      if (outcome.modelGroups.some(({ requests }) => requests.length > 0)) outcomes.push(outcome);
      if (outcome.partial === null) continue;
      const { reason, remedy, isInterrupt } = outcome.partial;
      return {
        outcomes,
        early: { says: isInterrupt ? reason : `${reason}; ${remedy}`, isInterrupt },
      };
    } catch (error) {
      if (!(error instanceof CommandError) || (outcomes.length === 0 && !keep)) throw error;
      const { message, remedy } = error.failure;
      return { outcomes, early: { says: `${message}; ${remedy}`, isInterrupt: false } };
    }
  }
  return { outcomes, early: null };
}

/** A proxy that is told to end may take a while. */
const WIND_UP_MS = 10_000;

function progressLabel({ phase, sent }: ProxyProgress, shown: string, replication: number): string {
  const what = phase === 'load' ? counted(sent, 'request') : phase;
  return `${shown}, run ${replication + 1}: ${what}`;
}

/** What came of a proxy, beside what its release is predicted to do. */
async function heldAgainst(
  io: Io,
  asked: LiveAsked,
  experiment: Experiment,
  { shown }: AskedProxy,
  outcomes: readonly ProxyOutcome[],
): Promise<LiveMeasurement> {
  const { request, options } = asked;
  const { scenario, loaded } = request;
  const version = outcomes.find((one) => one.version !== null)?.version ?? null;
  const overhead = overheadOf(outcomes);
  const { input, profile, notes } = predictedAtProxy(request.input(firstOf(asked)), loaded.stated, {
    version,
    workers: scenario.processes.count,
    redis: options.redis !== undefined,
    overhead,
    timeScale: options.timeScale,
  });
  const isInterrupted = outcomes.some(({ partial }) => partial?.isInterrupt === true);
  const predictions = isInterrupted
    ? await predictedSoon([input])
    : (await predicted(io, request, [input], options.threads)).predictions;
  const [prediction] = predictions as [(typeof predictions)[number]];
  const paths = new Set(loaded.stated.modelGroups.map(({ path = 'chat' }) => PATH_WORDS[path]));
  return liveRun(
    {
      logger: input.logger.name,
      strategy: scenario.router.strategy,
      version,
      profile,
      at: {
        kind: 'proxy',
        shown,
        path: list([...paths]),
        redis: options.redis !== undefined,
        workers: scenario.processes.count,
      },
      updatesLost: null,
      recorded: null,
      lockPerProcess: false,
      notes: [...notes, ...busyNotes(experiment, overhead, options.timeScale)],
      overhead,
      ...(options.showMap === true && mapsOf(outcomes)),
    },
    experiment.modelGroups,
    outcomes.map((outcome) => countedIn(experiment, outcome)),
    prediction,
  );
}

/** By provider, the mean over the times that it was measured. */
function overheadOf(outcomes: readonly ProxyOutcome[]): LiveOverhead[] {
  const all = outcomes.flatMap(({ overhead }) => overhead);
  return [...new Set(all.map(({ provider }) => provider))].map((provider) => {
    const own = all.filter((one) => one.provider === provider);
    const loaded = own.flatMap(({ underLoad_s }) => underLoad_s ?? []);
    return {
      provider,
      alone_s: meanOf(own.map(({ alone_s }) => alone_s)),
      underLoad_s: loaded.length === 0 ? null : meanOf(loaded),
    };
  });
}

/** What its Redis held when it was last measured. */
function mapsOf(outcomes: readonly ProxyOutcome[]): Pick<LiveMeasurement, 'maps'> {
  const maps = outcomes.at(-1)?.maps;
  if (maps === undefined) return {};
  return { maps: maps.map(({ modelGroup, key, value }) => readMap(modelGroup, key, value)) };
}

function readMap(modelGroup: string, key: string, value: string | null): LiveMap {
  const map = readLatencyMap(key, value ?? '(nil)', [modelGroup]);
  if (map.kind === 'absent') return { modelGroup, entries: null };
  return { modelGroup, entries: map.entries.map(({ minutes: _, ...entry }) => entry) };
}

/** Of the shortest mean latency: a proxy that takes so much more itself than before the load does not keep up. */
const MOST_EXTRA = 0.5;

/** What to know of a proxy that does not keep up, as all that it measures then is its own queue. */
function busyNotes(
  { modelGroups }: Experiment,
  overhead: readonly LiveOverhead[],
  timeScale: number,
): string[] {
  const extra_s = Math.max(
    0,
    ...overhead.map(({ alone_s, underLoad_s }) => (underLoad_s ?? alone_s) - alone_s),
  );
  const shortest_s = Math.min(
    ...modelGroups.flatMap(({ groups }) => groups.map(({ latency }) => latency.mean)),
  );
  if (extra_s * timeScale <= MOST_EXTRA * shortest_s) return [];
  const remedy = timeScale > 1 ? 'a smaller --time-scale' : 'a machine with more to spare';
  return [
    `the proxy was too busy: under the load it took ${seconds(extra_s)} more itself than before it; try ${remedy}`,
  ];
}

function countedIn(
  { modelGroups }: Experiment,
  { modelGroups: served, partial }: ProxyOutcome,
): LiveCounted {
  const all = served.map(({ requests }) => requests.filter((one) => one.counted));
  // One that was given up has not failed.
  const failed = all
    .flat()
    .flatMap(({ failure, took_s }) => (failure === null || took_s === null ? [] : failure));
  const byDeployment = (from: (requests: number) => number) =>
    modelGroups.map(({ groups }, m) => {
      const own = all[m] ?? [];
      const counts = new Fleet(groups).index.ids.map(() => 0);
      for (const { position } of own.slice(from(own.length))) {
        if (position !== null) counts[position] = (counts[position] ?? 0) + 1;
      }
      return counts;
    });
  return {
    requests: byDeployment(() => 0),
    secondHalf: byDeployment((requests) => Math.ceil(requests / 2)),
    failed: failed.length,
    failures: failuresIn(failed),
    complete: partial === null,
  };
}

/** The most frequent first. */
function failuresIn(failed: readonly string[]): LiveFailures[] {
  return [...new Set(failed)]
    .map((reason) => ({ reason, requests: failed.filter((one) => one === reason).length }))
    .sort((a, b) => b.requests - a.requests);
}
