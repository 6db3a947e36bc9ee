import type { Steps } from '../../effects/steps.js';
import type { Cause } from '../../model/cause.js';
import type { Fleet } from '../../model/fleet.js';
import type { Asking, Choice, Situation, Strategy, StrategyModel } from '../../model/strategy.js';
import { strategyKind } from '../kind.js';
import { causeOf } from './explain.js';
import type { LatencyMap } from './latency-map.js';
import { Ranker } from './ranking.js';
import { keepingOf, type Recording, Records } from './recording.js';

const NAME = 'lowest-latency';

/**
 * LiteLLM's latency-based routing (litellm/router_strategy/lowest_latency.py).
 * @param buffer LiteLLM's `lowest_latency_buffer`: a fraction of the lowest average
 * @param ttftPercentile LiteLLM's `ttft_percentile`, where the profile knows it
 */
export function lowestLatency(
  recording: Recording,
  buffer: number,
  ttftPercentile?: number,
): StrategyModel {
  return {
    name: NAME,
    keeping: keepingOf(recording),
    create: (key, fleet) => new LowestLatency(recording, buffer, ttftPercentile, key, fleet),
  };
}

class LowestLatency extends Records implements Strategy<LatencyMap> {
  readonly name = NAME;
  private readonly ranker: Ranker;

  constructor(
    recording: Recording,
    private readonly buffer: number,
    ttftPercentile: number | undefined,
    key: string,
    fleet: Fleet,
  ) {
    super(recording, key, fleet);
    this.ranker = new Ranker(fleet, recording.profile, buffer, { ttftPercentile });
  }

  view({ minute }: Asking): Steps<LatencyMap | undefined> {
    return this.read(minute);
  }

  choose(situation: Situation<LatencyMap>): number {
    return this.ranker.choose(situation);
  }

  explain(choice: Choice<LatencyMap>): Cause {
    return causeOf(choice, this.ranker, this.buffer);
  }

  seen(map: LatencyMap | undefined, position: number): number {
    return map?.at(position)?.samples ?? 0;
  }
}

export const lowestLatencyKind = strategyKind({
  name: NAME,
  says: 'LiteLLM latency-based-routing.',
  parameters: {},
  readsLatencies: true,
  litellm: 'latency-based-routing',
  words: () => NAME,
  create: () => lowestLatency,
});
