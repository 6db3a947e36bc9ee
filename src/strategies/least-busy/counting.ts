import { read, write } from '../../effects/effects.js';
import type { Steps } from '../../effects/steps.js';
import type { Cause } from '../../model/cause.js';
import type { Fleet } from '../../model/fleet.js';
import type { Choice, Situation, Strategy } from '../../model/strategy.js';
import { causeByChance, causeByScore } from '../explain.js';
import { anyHealthy, isHealthy } from '../healthy.js';
import type { Kept } from '../kind.js';
import { type Recording, Records } from '../lowest-latency/recording.js';
import { CountMap, count, firstOfLowest } from '../position-map.js';

/** LiteLLM's default ttl of what it keeps in memory, in seconds. */
const TTL_S = 600;

const countsKey = (key: string): string => `${key}:under-way`;

/**
 * least-busy as in LiteLLM 1.82.3 (litellm/router_strategy/least_busy.py): one map of the calls under
 * way, read, changed and written at each call and at each end, and forgotten 600 s after its first
 * write. The smallest count of the map is chosen, the first in its order; if that deployment is not
 * healthy, any that is.
 */
export class Counting extends Records implements Strategy<CountMap> {
  private readonly counts: string;

  constructor(
    readonly name: string,
    recording: Recording,
    key: string,
    private readonly fleet: Fleet,
    readonly callDelay_s: number,
  ) {
    super(recording, key, fleet);
    this.counts = countsKey(key);
  }

  *view(): Steps<CountMap | undefined> {
    return yield read(this.counts);
  }

  choose(situation: Situation<CountMap>): number {
    const counts = this.filled(situation);
    const least = leastOf(counts);
    return least >= 0 && isHealthy(situation, least) ? least : anyHealthy(situation);
  }

  *started(position: number): Steps<void> {
    yield* this.add(position, 1);
  }

  *ended(position: number): Steps<void> {
    yield* this.add(position, -1);
  }

  explain(choice: Choice<CountMap>): Cause {
    const counts = this.filled(choice);
    if (leastOf(counts) !== choice.chosen) return causeByChance(choice);
    return causeByScore(choice, (position) => counts.get(position) ?? 0, { byLoad: true });
  }

  /** The map at hand, with 0 for those that it does not know: in place, so in the store by reference. */
  private filled({ view, healthy }: Situation<CountMap>): CountMap {
    const counts = view ?? new CountMap();
    counts.fill(healthy, this.fleet.size, 0);
    return counts;
  }

  private *add(position: number, by: number): Steps<void> {
    const counts: CountMap = (yield read(this.counts)) ?? new CountMap();
    count(counts, position, by);
    yield write(this.counts, counts, TTL_S);
  }
}

function leastOf(counts: CountMap): number {
  return firstOfLowest(counts.order, (position) => counts.get(position)!);
}

/** As LiteLLM's cache has it. */
export function countedInLiteLLM({ key, modelGroup, ids, read }: Kept): Record<string, unknown> {
  const counts = read(countsKey(key)) as CountMap | undefined;
  if (counts === undefined) return {};
  return { [`${modelGroup}_request_count`]: counts.byId(ids, (value) => value) };
}
