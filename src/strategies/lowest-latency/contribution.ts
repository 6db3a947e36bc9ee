import type { CompletionEvent } from '../../model/completion.js';
import { Immutable } from '../../model/copy.js';
import { pushed } from '../../model/full-list.js';
import { DeploymentStats, type LatencyMap, type Sample } from './latency-map.js';
import type { Profile } from './profile.js';

/** The latency that LiteLLM records for a timeout: 1000 s. */
export const TIMEOUT_PENALTY_S = 1000;

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
  const counted =
    event.kind === 'chat' || (event.kind === 'responses' && profile.responses === 'per-token');
  const perToken = counted && event.completion_tokens !== 0;
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
