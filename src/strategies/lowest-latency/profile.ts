import type { CompletionEvent } from '../../model/completion.js';
import { Immutable } from '../../model/copy.js';
import { type Full, pushed } from '../../model/full-list.js';
import { DeploymentStats, type LatencyMap, type Sample } from './latency-map.js';

/** The latency that LiteLLM records for a timeout: 1000 s. */
export const TIMEOUT_PENALTY_S = 1000;

/**
 * The rules in which versions of LiteLLM's latency-based routing differ
 * (litellm/router_strategy/lowest_latency.py).
 */
export interface Profile {
  readonly name: string;
  /** A full list replaces its last sample (kept until PR #25548) or drops its first. */
  readonly full: Full;
  /** What a success without a count of completion tokens becomes: a timedelta, or its seconds. */
  readonly withoutTokens: 'timedelta' | 'seconds';
  /** TTFT kept: per completion token and for chat only, or the raw seconds of every stream. */
  readonly ttft: 'per-token' | 'seconds';
  /** The list whose length divides the sum of the TTFTs. */
  readonly ttftDivisor: 'latency-list' | 'ttft-list';
  /** Whether an rpm or tpm limit of 0 is a limit. */
  readonly zeroIsALimit: boolean;
}

/** litellm 1.76.1, the version that was measured. */
export const DEFAULT_PROFILE: Profile = {
  name: 'v1.76.1',
  full: 'replace-last',
  withoutTokens: 'timedelta',
  ttft: 'per-token',
  ttftDivisor: 'latency-list',
  zeroIsALimit: false,
};

/** The shipped profiles; `r` marks the ones that were reconstructed, not measured. */
export const PROFILES: readonly Profile[] = [
  DEFAULT_PROFILE,
  { ...DEFAULT_PROFILE, name: 'v1.82.3r', ttftDivisor: 'ttft-list' },
  {
    name: 'head2026r',
    full: 'drop-first',
    withoutTokens: 'seconds',
    ttft: 'seconds',
    ttftDivisor: 'ttft-list',
    zeroIsALimit: true,
  },
];

/** Their names. */
export const PROFILE_NAMES: readonly string[] = PROFILES.map(({ name }) => name);

/** The profile of this name. @throws RangeError where there is none */
export function profileNamed(name: string): Profile {
  const found = PROFILES.find((profile) => profile.name === name);
  if (found === undefined) throw new RangeError(`no profile is called '${name}'`);
  return found;
}

/** What an event adds to a deployment's lists and usage. */
export class Contribution extends Immutable {
  constructor(
    readonly sample: Sample,
    /** undefined: nothing is added to the TTFT list. */
    readonly ttft: number | undefined,
    readonly tpm: number,
    readonly rpm: number,
  ) {
    super();
  }
}

/** LiteLLM's rule for what an event is worth. */
export function contribution(profile: Profile, event: CompletionEvent): Contribution {
  if (event.type === 'timeout') {
    return new Contribution(TIMEOUT_PENALTY_S, undefined, 0, 0);
  }
  const perToken = event.kind === 'chat' && event.completion_tokens !== 0;
  const sample = perToken
    ? event.latency_s / event.completion_tokens
    : profile.withoutTokens === 'seconds'
      ? event.latency_s
      : { timedelta_s: event.latency_s };
  let ttft: number | undefined;
  if (event.stream) {
    if (profile.ttft === 'seconds') ttft = event.ttft_s;
    else if (perToken) ttft = event.ttft_s / event.completion_tokens;
  }
  return new Contribution(sample, ttft, event.total_tokens, 1);
}

/** The stats of a deployment after an event; `before` undefined: nothing was known of it. */
export function statsAfter(
  profile: Profile,
  before: DeploymentStats | undefined,
  added: Contribution,
  minute: number,
  listSize: number,
): DeploymentStats {
  const latency = pushed(profile.full, before?.latency ?? [], added.sample, listSize);
  const ttftBefore = before?.ttft;
  const ttft =
    added.ttft === undefined
      ? ttftBefore
      : pushed(profile.full, ttftBefore ?? [], added.ttft, listSize);
  if (before === undefined || minute > before.minute) {
    return new DeploymentStats(latency, ttft, minute, added.tpm, added.rpm);
  }
  // A slow logger may charge a minute that is over; nobody reads that minute any more.
  const late = minute < before.minute;
  return new DeploymentStats(
    latency,
    ttft,
    before.minute,
    late ? before.tpm : before.tpm + added.tpm,
    late ? before.rpm : before.rpm + added.rpm,
  );
}

/** Adds an event to the map, in place. */
export function addEvent(
  profile: Profile,
  map: LatencyMap,
  event: CompletionEvent,
  listSize: number,
): void {
  const position = map.index.positionOf(event.deployment);
  const added = contribution(profile, event);
  map.put(position, statsAfter(profile, map.at(position), added, event.minute, listSize));
}

/** The average that the router compares, in the unit of the samples; 0 for an empty list. */
export function averageOf(profile: Profile, stats: DeploymentStats, stream: boolean): number {
  if (stream && stats.ttft.length > 0) {
    return (
      stats.ttftSum / (profile.ttftDivisor === 'latency-list' ? stats.count : stats.ttft.length)
    );
  }
  return stats.average;
}
