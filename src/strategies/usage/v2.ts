import { increment, read, readMany } from '../../effects/effects.js';
import type { Steps } from '../../effects/steps.js';
import type { Cause } from '../../model/cause.js';
import type { CompletionEvent } from '../../model/completion.js';
import type { Fleet } from '../../model/fleet.js';
import {
  type ABANDONED,
  type Asking,
  type Choice,
  type Moment,
  REFUSED,
  type Situation,
  type Strategy,
} from '../../model/strategy.js';
import { callDelay } from '../call-delay.js';
import { causeByScore } from '../explain.js';
import { healthyAt, healthyCount } from '../healthy.js';
import { type Kept, strategyKind } from '../kind.js';
import { keepingOf, type Recording, Records } from '../lowest-latency/recording.js';
import { isBefore } from '../lowest-latency/release.js';
import { isOver } from './limits.js';
import { hourAndMinute, MinuteKeys } from './minute-keys.js';

const NAME = 'usage-based-routing-v2';

/** How long a count is kept, in seconds. */
const TTL_S = 60;

/** The first release that is known to count the tokens of a stream where no choice looks. */
const MISSING_STREAMS_SINCE = '1.110.2';

type UsageSeen = readonly (number | undefined)[];

const tokensKey = (key: string, position: number, minute: number): string =>
  `${key}:tpm:${minute}:${position}`;
const requestsKey = (key: string, position: number, minute: number): string =>
  `${key}:rpm:${minute}:${position}`;

/**
 * LiteLLM's usage-based-routing-v2 (litellm/router_strategy/lowest_tpm_rpm_v2.py): counts per
 * deployment and minute. Any of those with the fewest tokens is chosen, of those within their limits;
 * requests are counted just before the call, which is refused where there are too many, tokens at its
 * end. A limit of 0 is one here.
 */
class UsageV2 extends Records implements Strategy<UsageSeen> {
  readonly name = NAME;
  private readonly keys: MinuteKeys;
  private readonly missesStreams: boolean;
  /** Tokens of each deployment that may be chosen, NaN: it may not; of the latest choice. */
  private readonly tokens: Float64Array;

  constructor(
    recording: Recording,
    readonly mapKey: string,
    private readonly fleet: Fleet,
    readonly callDelay_s: number,
  ) {
    super(recording, mapKey, fleet);
    this.keys = new MinuteKeys(fleet.size, [
      (position, minute) => tokensKey(mapKey, position, minute),
      (position, minute) => requestsKey(mapKey, position, minute),
    ]);
    this.tokens = new Float64Array(fleet.size);
    this.missesStreams = !isBefore(recording.profile.release, MISSING_STREAMS_SINCE);
  }

  *view({ minute }: Asking): Steps<UsageSeen> {
    return yield readMany(this.keys.at(minute));
  }

  choose(situation: Situation<UsageSeen>): number {
    const { tokens } = this;
    this.look(situation);
    let lowest = Number.POSITIVE_INFINITY;
    let candidates = 0;
    const count = healthyCount(situation);
    for (let i = 0; i < count; i++) {
      const its = tokens[healthyAt(situation, i)]!;
      if (its < lowest) {
        lowest = its;
        candidates = 1;
      } else if (its === lowest) {
        candidates++;
      }
    }
    if (candidates === 0) return -1;
    let skip = Math.floor(situation.luck * candidates);
    for (let i = 0; ; i++) {
      const position = healthyAt(situation, i);
      if (tokens[position] === lowest && skip-- === 0) return position;
    }
  }

  // biome-ignore lint/suspicious/noConfusingVoidType: as the strategy has it
  *started(position: number, { minute }: Moment): Steps<typeof REFUSED | void> {
    const limit = this.fleet.groupAt(position).rpm ?? Number.POSITIVE_INFINITY;
    const key = requestsKey(this.mapKey, position, minute);
    const known = yield read(key, 'local');
    if (known !== undefined && known >= limit) return REFUSED;
    const requests = yield increment(key, 1, TTL_S);
    if (requests > limit) return REFUSED;
  }

  // biome-ignore lint/suspicious/noConfusingVoidType: as the logger has it
  override *record(event: CompletionEvent): Steps<typeof ABANDONED | void> {
    const recorded = yield* super.record(event);
    if (event.type === 'success' && !(event.stream && this.missesStreams)) {
      const position = this.fleet.index.positionOf(event.deployment);
      const key = tokensKey(this.mapKey, position, event.minute);
      yield increment(key, event.total_tokens, TTL_S);
    }
    return recorded;
  }

  explain(choice: Choice<UsageSeen>): Cause {
    this.look(choice);
    return causeByScore(choice, (position) => this.tokens[position]!);
  }

  private look({ view, inputTokens }: Situation<UsageSeen>): void {
    const { fleet, tokens } = this;
    for (let position = 0; position < tokens.length; position++) {
      const used = view?.[position] ?? 0;
      const requests = view?.[tokens.length + position];
      const limits = fleet.groupAt(position);
      tokens[position] = isOver(limits, used + inputTokens, requests) ? Number.NaN : used;
    }
  }
}

/** As LiteLLM's cache has it, but for the model in a key. Counts may outlive their minute. */
function inLiteLLM({ key, ids, minute, read }: Kept): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  for (const at of [minute - 1, minute]) {
    for (const [position, id] of ids.entries()) {
      entries.push([`${id}:tpm:${hourAndMinute(at)}`, read(tokensKey(key, position, at))]);
      entries.push([`${id}:rpm:${hourAndMinute(at)}`, read(requestsKey(key, position, at))]);
    }
  }
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

export const usageV2Kind = strategyKind({
  name: NAME,
  says: 'The fewest tokens this minute, within rpm and tpm.',
  parameters: { call_delay: callDelay },
  readsLatencies: false,
  litellm: NAME,
  cache: inLiteLLM,
  words: () => NAME,
  create:
    ({ call_delay }) =>
    (recording) => ({
      name: NAME,
      keeping: keepingOf(recording),
      create: (key, fleet) => new UsageV2(recording, key, fleet, call_delay),
    }),
});
