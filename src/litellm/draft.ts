import { nearestProfile } from '../strategies/lowest-latency/nearest.js';
import { rulesAt } from '../strategies/lowest-latency/rules.js';
import { formatDuration } from '../text/units.js';
import { type ArrivalsFit, fitArrivals } from './arrivals.js';
import type { ModelGroupLog } from './collect.js';
import type { ConfiguredModel, ConfiguredRouter, ProxyConfig } from './config.js';
import { failuresText } from './configuration/not-modelled.js';
import { bestFit, type Fit } from './fit.js';
import { isWildcard } from './fleet.js';
import { type Floats, quantileOf } from './floats.js';
import type { LimitedGroup, ModelGroupPlan } from './groups.js';
import { lineOf } from './names.js';
import { withoutPauses } from './pauses.js';
import { type LoggedCalls, type RecordedAnswers, recordingOf } from './recorded.js';
import { roughly } from './rough-duration.js';
import type { Version } from './version.js';

/** A scenario before it is written: what is known of a model group, and what is assumed. */
export interface Draft {
  readonly modelName: string;
  readonly groups: readonly DraftGroup[];
  /** Null: nothing is known of it. */
  readonly arrivals: ArrivalsFit | null;
  /** The recorded times from the first on, in seconds, where these are to be replayed. */
  readonly recorded_s: Float64Array | null;
  readonly duration_s: number;
  readonly samples: DraftSamples | null;
  /** Whether answers are other response objects than those of chats, where no log says what they are. */
  readonly isOther: boolean;
  readonly processes: number;
  /** Round trip to Redis; null where the router has none. */
  readonly redisRtt_s: number | null;
  readonly router: ConfiguredRouter;
  readonly version: Version;
  /** All that is assumed: what is misplaced first, and what is not modelled. */
  readonly assumes: readonly string[];
  /** What was seen of it in the log; null without one. */
  readonly seen: Seen | null;
  /** What the failures among these would do, which is not modelled; null: nothing to speak of. */
  readonly failures: string | null;
}

export interface DraftGroup extends LimitedGroup {
  /** What was called of it in the log; undefined: nothing. */
  readonly calls: LoggedCalls | undefined;
  /** Null: nothing is known of it. */
  readonly latency: Fit | null;
  readonly firstToken: Fit | null;
  readonly tokens: Fit | null;
}

export interface DraftSamples {
  readonly recording: RecordedAnswers;
  /** Fraction of answers that are streamed. */
  readonly stream: number;
  /** Median of the prompt tokens. */
  readonly inputTokens: number;
  readonly timeouts: { readonly rate: number; readonly after_s: number } | null;
}

export interface Seen {
  readonly requests: number;
  readonly timeouts: number;
  readonly failures: number;
  readonly unplaced: number;
}

export interface DraftOptions {
  readonly workers: number;
  /** What says how many processes there are: `replicaCount 4 x numWorkers 2`; null: the user, or nothing. */
  readonly processesFrom?: string | null;
  readonly redisRtt_s: number;
  readonly asArrivals: boolean;
  readonly version: Version;
  /** What had to be assumed in reading the log. */
  readonly logNotes: readonly string[];
}

/** Of what nothing is known, this is assumed. */
export const PLACEHOLDER = {
  latency: '{ distribution: lognormal, p50: 1s, p95: 2s }',
  firstToken: '{ distribution: lognormal, p50: 300ms, p95: 600ms }',
  load: '{ kind: poisson, rate: 160/min }',
  duration_s: 1800,
} as const;

/** Puts together what a configuration and a log say of one model group. */
export function draftOf(
  config: ProxyConfig,
  plan: ModelGroupPlan,
  log: ModelGroupLog | null,
  options: DraftOptions,
  fleetNotes: readonly string[] = [],
): Draft {
  const seen = log === null ? null : seenIn(log);
  const { router, shown, deployments } = plan.model;
  const groups = plan.classes.flatMap(({ groups }, i): DraftGroup[] => {
    const of = log?.classes[i];
    const latency = fitOf(of?.latency_s);
    const firstToken = fitOf(of?.firstToken_s);
    const tokens = fitOf(of?.tokens, 1);
    const calls = of !== undefined && of.latency_s.length > 0 ? of.calls : undefined;
    return groups.map((group) => ({ ...group, calls, latency, firstToken, tokens }));
  });
  const [times_s, ends_s] = log === null ? [new Float64Array()] : relative_s(log);
  const arrivals = times_s.length >= 2 ? fitArrivals(times_s, ends_s) : null;
  const recorded_s =
    options.asArrivals && times_s.length > 0 ? times_s.map(withoutPauses(times_s).moved) : null;
  const samples =
    log === null || log.successes === 0 ? null : samplesOf(log, groups, options.version);
  const draft = {
    modelName: lineOf(shown),
    groups,
    arrivals,
    recorded_s,
    duration_s:
      recorded_s !== null
        ? Math.floor(recorded_s[recorded_s.length - 1]!) + 1
        : durationOf(arrivals, router.ttl_s),
    samples,
    isOther: samples === null && deployments.every(({ isOther }) => isOther),
    version: options.version,
    processes: options.workers,
    redisRtt_s: config.redis === null ? null : options.redisRtt_s,
    router: {
      ...router,
      ttftPercentile: knowsPercentile(options.version) ? router.ttftPercentile : undefined,
    },
    seen,
    failures:
      seen === null
        ? null
        : failuresText(
            lineOf(shown),
            seen.failures + seen.timeouts,
            seen.requests + seen.failures,
            config.notModelled,
          ),
  };
  const assumes = [
    // What the proxy does not do, and what is recorded, decides most.
    ...config.misplaced,
    ...(draft.samples?.recording.assumes ?? []),
    ...config.notModelled,
    ...(draft.failures === null ? [] : [draft.failures]),
    ...config.odd,
    ...config.notes,
    ...fleetNotes,
    ...options.logNotes,
    ...(log !== null && log.calls.messages > 0 ? [MESSAGES_LATE] : []),
    ...assumptionsOf(draft, config, plan.model, options),
  ];
  return { ...draft, assumes };
}

function seenIn(log: ModelGroupLog): Seen {
  const { failures, unplaced } = log;
  const timeouts = log.timeouts_s.length;
  return { requests: log.successes + timeouts, timeouts, failures, unplaced };
}

function fitOf(values: Floats | undefined, step: 0 | 1 = 0): Fit | null {
  return values === undefined || values.length === 0 ? null : bestFit(values.sorted(), step);
}

/** When requests came and when their answers ended, each ascending, from the first arrival on. */
function relative_s({ arrivals_us, ends_us }: ModelGroupLog): [Float64Array, Float64Array] {
  const [starts, ends] = [arrivals_us.sorted(), ends_us.sorted()];
  const first_us = starts[0] ?? 0;
  const relative = (time_us: number) => (time_us - first_us) / 1e6;
  return [starts.map(relative), ends.map(relative)];
}

/** A run sees at least two lives of the map, but not more requests than this. */
const MAX_REQUESTS = 200_000;
const MIN_DURATION_S = 60;

/** As long as the log, up to half an hour or two lives of the map. */
function durationOf(arrivals: ArrivalsFit | null, ttl_s: number): number {
  if (arrivals === null) return PLACEHOLDER.duration_s;
  const { count, span_s, load } = arrivals;
  if (span_s === 0 || count < 2) return MIN_DURATION_S;
  const logged_s = load.kind === 'bursts' ? span_s + load.every_s : (span_s * count) / (count - 1);
  const enough_s = Math.max(PLACEHOLDER.duration_s, 2 * ttl_s);
  const affordable_s = (MAX_REQUESTS * span_s) / count;
  // To the millisecond, so that a log of five minutes gives five minutes.
  const duration_s = Math.ceil(Number(Math.min(logged_s, enough_s, affordable_s).toFixed(3)));
  return Math.max(load.kind === 'bursts' && span_s < 1 ? MIN_DURATION_S : 1, duration_s);
}

function samplesOf(
  log: ModelGroupLog,
  groups: readonly DraftGroup[],
  version: Version,
): DraftSamples {
  const { calls, successes, streamed, inputTokens, timeouts_s } = log;
  const timeouts = timeouts_s.length;
  return {
    recording: recordingOf(calls, groups, version.release),
    stream: streamed / successes,
    inputTokens: inputTokens.length === 0 ? 0 : quantileOf(inputTokens.sorted(), 0.5),
    timeouts:
      timeouts === 0
        ? null
        : {
            rate: timeouts / (successes + timeouts),
            after_s: Math.max(1e-6, quantileOf(timeouts_s.sorted(), 0.5)),
          },
  };
}

/** Why nothing is known of some groups. */
function whyUnknown(seen: Seen | null): string {
  if (seen === null) return ' (import with --logs)';
  if (seen.unplaced === 0) return ' (no answers of theirs in the log)';
  return ` (no answers in the log are known to be theirs: ${seen.unplaced} fit no group, or several)`;
}

/** Which release it is taken for. */
export function versionText({ release, text, stated, from }: Version): string {
  if (from !== undefined) return `LiteLLM ${release}, ${from} (--litellm-version says otherwise)`;
  return stated
    ? `the rules of LiteLLM ${release} (profile ${text}): as asked for`
    : `LiteLLM ${release}, as nothing says which release runs (--litellm-version does)`;
}

/** Whether both the release and the profile that stands for it know `ttft_percentile`. */
function knowsPercentile({ release }: Version): boolean {
  return rulesAt(release).ttftPercentile && nearestProfile(release).ttftPercentile;
}

/** Burstiness above this is not that of Poisson arrivals. */
const BURSTY = 1.3;

/** LiteLLM stamps the start of a stream on /v1/messages when its headers come (its issue 17335). */
const MESSAGES_LATE =
  'latencies on /v1/messages are lower bounds: LiteLLM may write the time of the headers as startTime (issue 17335)';

function pausesText(pauses_s: readonly number[]): string {
  const longest = roughly(Math.max(...pauses_s));
  return pauses_s.length === 1 ? longest : `${pauses_s.length} stretches, up to ${longest},`;
}

function usersText(users: number): string {
  return users === 1
    ? 'a closed load of one user: in the log each request began after the answer to the one before'
    : `a closed load of ${users} users: in the log a request began when one of ${users} had been answered`;
}

/** What a reader of the results has to know; it is printed with each of them. */
function assumptionsOf(
  draft: Omit<Draft, 'assumes'>,
  config: ProxyConfig,
  { name, shown, router, deployments }: ConfiguredModel,
  options: DraftOptions,
): string[] {
  const { groups, arrivals, recorded_s, seen, redisRtt_s, processes, version } = draft;
  const others = deployments.filter(({ isOther }) => isOther).length;
  const unknown = groups.filter(({ latency }) => latency === null).map(({ name }) => name);
  const untold = groups.filter(({ tokens }) => tokens === null).length;
  const list: (string | false)[] = [
    config.isDefaultRouter &&
      router === config.router &&
      'no routing_strategy: simple-shuffle, as LiteLLM does, reads no latencies',
    isWildcard(name) &&
      `${lineOf(shown)}: each model that is asked for by such a pattern is routed by itself; here all of them are one`,
    (version.field === 'profile' || version.from !== undefined) && versionText(version),
    draft.isOther &&
      'answers are no chats (model_info.mode, or the name of the model): samples.kind is other',
    draft.samples === null &&
      others > 0 &&
      !draft.isOther &&
      `${others} of ${deployments.length} deployments are no chats (model_info.mode): all count as chats`,
    router.ttftPercentile !== undefined &&
      draft.router.ttftPercentile === undefined &&
      `ttft_percentile ${router.ttftPercentile} is left out: LiteLLM ${version.release} is not known to have it`,
    unknown.length > 0 &&
      `PLACEHOLDER latencies, not measured: ${unknown.join(', ')}${whyUnknown(seen)}`,
    arrivals === null && recorded_s === null && 'PLACEHOLDER arrivals, not measured',
    unknown.length < groups.length &&
      'latencies, first tokens and completion tokens of a request are independent of one another',
    untold > 0 &&
      unknown.length < groups.length &&
      'one completion token where the log does not say: seconds per token are then plain seconds',
    recorded_s === null &&
      (arrivals?.burstiness ?? 1) > BURSTY &&
      arrivals?.load.kind === 'poisson' &&
      `arrivals are Poisson, but those of the log are burstier (${arrivals.burstiness?.toFixed(2)}, not 1): --as-arrivals replays them`,
    (arrivals?.pauses_s.length ?? 0) > 0 &&
      `${pausesText(arrivals?.pauses_s ?? [])} without traffic are cut out of the log: arrivals are those of the time with traffic`,
    recorded_s === null && arrivals?.load.kind === 'closed' && usersText(arrivals.load.users),
    seen !== null && 'the log began with a warm map, a run begins with a cold one',
    options.processesFrom == null &&
      processes === 1 &&
      'one router process (--processes says otherwise)',
    options.processesFrom != null &&
      `${processes} router processes (${options.processesFrom}; --processes says otherwise)`,
    redisRtt_s !== null &&
      `each process keeps its own memory over Redis (${config.redis}), round trip ${formatDuration(redisRtt_s)}`,
    redisRtt_s === null && 'no Redis is configured: each process keeps the map in its own memory',
    seen !== null &&
      seen.unplaced > 0 &&
      'requests that fit no group, or several, count as arrivals, not towards latencies',
  ];
  return list.filter((line) => line !== false);
}
