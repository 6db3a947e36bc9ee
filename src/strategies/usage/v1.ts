import { read, write } from '../../effects/effects.js';
import type { Steps } from '../../effects/steps.js';
import type { Cause } from '../../model/cause.js';
import type { CompletionEvent } from '../../model/completion.js';
import type { Fleet } from '../../model/fleet.js';
import type { ABANDONED, Asking, Choice, Situation, Strategy } from '../../model/strategy.js';
import { causeByScore } from '../explain.js';
import { type Kept, strategyKind } from '../kind.js';
import { keepingOf, type Recording, Records } from '../lowest-latency/recording.js';
import { marked } from '../marked.js';
import { CountMap, count, firstOfLowest } from '../position-map.js';
import { isOver } from './limits.js';
import { hourAndMinute } from './minute-keys.js';

const NAME = 'usage-based-routing';

/** How long a map is kept, in seconds. */
const TTL_S = 60;

interface MapsSeen {
  readonly tokens: CountMap | undefined;
  readonly requests: CountMap | undefined;
}

const tokensKey = (key: string, minute: number): string => `${key}:tpm:${minute}`;
const requestsKey = (key: string, minute: number): string => `${key}:rpm:${minute}`;

/**
 * LiteLLM's usage-based-routing (litellm/router_strategy/lowest_tpm_rpm.py), by its source: two maps
 * of each minute, which a success reads, changes and writes. Of those within their limits the one with
 * the fewest tokens is chosen, the first in the order of the map.
 */
class UsageV1 extends Records implements Strategy<MapsSeen> {
  readonly name = NAME;

  constructor(
    recording: Recording,
    readonly mapKey: string,
    private readonly fleet: Fleet,
  ) {
    super(recording, mapKey, fleet);
  }

  *view({ minute }: Asking): Steps<MapsSeen> {
    const tokens = yield read(tokensKey(this.mapKey, minute));
    return { tokens, requests: yield read(requestsKey(this.mapKey, minute)) };
  }

  choose(situation: Situation<MapsSeen>): number {
    const tokens = this.filled(situation);
    const isHealthy = marked(situation);
    return firstOfLowest(tokens.order, (position) =>
      isHealthy(position) ? this.usedAt(position, tokens, situation) : Number.NaN,
    );
  }

  // biome-ignore lint/suspicious/noConfusingVoidType: as the logger has it
  override *record(event: CompletionEvent): Steps<typeof ABANDONED | void> {
    const recorded = yield* super.record(event);
    const { type, kind, deployment, minute, total_tokens } = event;
    if (type === 'success' && (kind === 'chat' || kind === 'responses')) {
      const position = this.fleet.index.positionOf(deployment);
      yield* this.add(tokensKey(this.mapKey, minute), position, total_tokens);
      yield* this.add(requestsKey(this.mapKey, minute), position, 1);
    }
    return recorded;
  }

  explain(choice: Choice<MapsSeen>): Cause {
    const tokens = this.filled(choice);
    return causeByScore(choice, (position) => this.usedAt(position, tokens, choice));
  }

  /** The map at hand, with 0 for those that it does not know: in place, so in the store by reference. */
  private filled({ view, healthy }: Situation<MapsSeen>): CountMap {
    const tokens = view?.tokens ?? new CountMap();
    tokens.fill(healthy, this.fleet.size, 0);
    return tokens;
  }

  /** Tokens of a deployment; NaN: it is over its limits. */
  private usedAt(
    position: number,
    tokens: CountMap,
    { view, inputTokens }: Situation<MapsSeen>,
  ): number {
    const used = tokens.get(position) ?? 0;
    const requests = view?.requests?.get(position);
    const limits = this.fleet.groupAt(position);
    return isOver(limits, used + inputTokens, requests) ? Number.NaN : used;
  }

  private *add(key: string, position: number, by: number): Steps<void> {
    const counts: CountMap = (yield read(key)) ?? new CountMap();
    count(counts, position, by);
    yield write(key, counts, TTL_S);
  }
}

/** As LiteLLM's cache has it. Maps may outlive their minute. */
function inLiteLLM({ key, modelGroup, ids, minute, read }: Kept): Record<string, unknown> {
  const entries = [minute - 1, minute].flatMap((at) =>
    [
      [`${modelGroup}:tpm:${hourAndMinute(at)}`, tokensKey(key, at)] as const,
      [`${modelGroup}:rpm:${hourAndMinute(at)}`, requestsKey(key, at)] as const,
    ].flatMap(([name, own]) => {
      const counts = read(own) as CountMap | undefined;
      return counts === undefined ? [] : [[name, counts.byId(ids, (value) => value)]];
    }),
  );
  return Object.fromEntries(entries);
}

export const usageV1Kind = strategyKind({
  name: NAME,
  says: 'The fewest tokens this minute, the first on a tie; read, not recorded.',
  parameters: {},
  readsLatencies: false,
  litellm: NAME,
  cache: inLiteLLM,
  caveat: () => ({
    problem: `${NAME} is simulated by the source of LiteLLM: its decisions were read, not recorded`,
    remedy: 'take its figures for what the source says, or choose usage-based-routing-v2',
  }),
  words: () => NAME,
  create: () => (recording) => ({
    name: NAME,
    keeping: keepingOf(recording),
    create: (key, fleet) => new UsageV1(recording, key, fleet),
  }),
});
