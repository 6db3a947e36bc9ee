import { read, write } from '../effects/effects.js';
import type { Steps } from '../effects/steps.js';
import type { Cause } from '../model/cause.js';
import type { CompletionEvent } from '../model/completion.js';
import { Immutable } from '../model/copy.js';
import type { Fleet } from '../model/fleet.js';
import type { ABANDONED, Choice, Situation, Strategy } from '../model/strategy.js';
import { causeByScore } from './explain.js';
import { type Kept, strategyKind } from './kind.js';
import { keepingOf, type Recording, Records } from './lowest-latency/recording.js';
import { isBefore } from './lowest-latency/release.js';
import { marked } from './marked.js';
import { firstOfLowest, PositionMap } from './position-map.js';

const NAME = 'cost-based-routing';

/** LiteLLM's default ttl of what it keeps in memory, in seconds. */
const TTL_S = 600;
/** Minutes that a map of that age can have. */
const KEPT_MINUTES = 11;
/** The price of a token that nobody knows, of the prompt or of the answer. */
const UNKNOWN_PRICE = 5;

/** A deployment's usage of some minutes, the latest last. */
export class Usage extends Immutable {
  constructor(
    readonly minutes: readonly {
      readonly minute: number;
      readonly tpm: number;
      readonly rpm: number;
    }[],
  ) {
    super();
  }

  at(minute: number): { readonly tpm: number; readonly rpm: number } {
    return this.minutes.find((each) => each.minute === minute) ?? { tpm: 0, rpm: 0 };
  }

  plus(minute: number, tokens: number): Usage {
    const { tpm, rpm } = this.at(minute);
    const others = this.minutes.filter(
      (each) => each.minute !== minute && each.minute > minute - KEPT_MINUTES,
    );
    return new Usage([...others, { minute, tpm: tpm + tokens, rpm: rpm + 1 }]);
  }
}

type UsageMap = PositionMap<Usage>;

const usageKey = (key: string): string => `${key}:usage`;

/** The cheapest is chosen before; whether a success without tokens is counted changed since. */
const COUNTING_ALL_SINCE = '1.110.2';

/**
 * LiteLLM's cost-based-routing (litellm/router_strategy/lowest_cost.py): of those within their limits
 * the cheapest by the sum of both prices of a token, the first in the order of the map of usage. A
 * price of 0 is none, a limit of 0 is none.
 */
class Cost extends Records implements Strategy<UsageMap> {
  readonly name = NAME;
  private readonly usage: string;
  private readonly countsAll: boolean;
  /** By position. */
  private readonly prices: readonly number[];

  constructor(
    recording: Recording,
    key: string,
    private readonly fleet: Fleet,
  ) {
    super(recording, key, fleet);
    this.usage = usageKey(key);
    this.countsAll = !isBefore(recording.profile.release, COUNTING_ALL_SINCE);
    this.prices = fleet.groupOf.map((_, position) => {
      const { inputCost, outputCost } = fleet.groupAt(position);
      return (inputCost || UNKNOWN_PRICE) + (outputCost || UNKNOWN_PRICE);
    });
  }

  *view(): Steps<UsageMap | undefined> {
    return yield read(this.usage);
  }

  choose(situation: Situation<UsageMap>): number {
    const map = this.filled(situation);
    const isHealthy = marked(situation);
    return firstOfLowest(map.order, (position) =>
      isHealthy(position) ? this.priceAt(position, map, situation) : Number.NaN,
    );
  }

  // biome-ignore lint/suspicious/noConfusingVoidType: as the logger has it
  override *record(event: CompletionEvent): Steps<typeof ABANDONED | void> {
    const recorded = yield* super.record(event);
    const { type, kind, completion_tokens, deployment, minute, total_tokens } = event;
    // 1.82.3 divides by the tokens, and forgets the sample where there are none.
    const divided = kind === 'chat' && completion_tokens === 0 && !this.countsAll;
    if (type === 'success' && !divided) {
      const map: UsageMap = (yield read(this.usage)) ?? new PositionMap<Usage>();
      const position = this.fleet.index.positionOf(deployment);
      map.set(position, (map.get(position) ?? NONE).plus(minute, total_tokens));
      yield write(this.usage, map, TTL_S);
    }
    return recorded;
  }

  explain(choice: Choice<UsageMap>): Cause {
    const map = this.filled(choice);
    return causeByScore(choice, (position) => this.priceAt(position, map, choice));
  }

  /** The map at hand, with an entry for those that it does not know: in place, so in the store by reference. */
  private filled({ view, healthy, minute }: Situation<UsageMap>): UsageMap {
    const map = view ?? new PositionMap<Usage>();
    map.fill(healthy, this.fleet.size, new Usage([{ minute, tpm: 0, rpm: 0 }]));
    return map;
  }

  /** NaN: it is over its limits. */
  private priceAt(
    position: number,
    map: UsageMap,
    { minute, inputTokens }: Situation<UsageMap>,
  ): number {
    const { rpm, tpm } = this.fleet.groupAt(position);
    if (!rpm && !tpm) return this.prices[position]!;
    const used = (map.get(position) ?? NONE).at(minute);
    const over =
      used.tpm + inputTokens > (tpm || Number.POSITIVE_INFINITY) ||
      used.rpm + 1 > (rpm || Number.POSITIVE_INFINITY);
    return over ? Number.NaN : this.prices[position]!;
  }
}

const NONE = new Usage([]);

/** As LiteLLM's cache has it. */
function inLiteLLM({ profile, key, modelGroup, ids, read }: Kept): Record<string, unknown> {
  const map = read(usageKey(key)) as UsageMap | undefined;
  if (map === undefined) return {};
  const name = isBefore(profile.release, COUNTING_ALL_SINCE)
    ? `${modelGroup}_map`
    : `cost_map:${modelGroup}`;
  return {
    [name]: map.byId(ids, ({ minutes }) =>
      Object.fromEntries(minutes.map(({ minute, tpm, rpm }) => [minute, { tpm, rpm }])),
    ),
  };
}

export const costKind = strategyKind({
  name: NAME,
  says: 'The cheapest within rpm and tpm, by the prices of a token.',
  parameters: {},
  readsLatencies: false,
  litellm: NAME,
  cache: inLiteLLM,
  words: () => NAME,
  create: () => (recording) => ({
    name: NAME,
    keeping: keepingOf(recording),
    create: (key, fleet) => new Cost(recording, key, fleet),
  }),
});
