import type { Cause } from '../../model/cause.js';
import { Fate, type MissingFate } from '../../model/knowledge.js';
import type { Choice } from '../../model/strategy.js';
import type { LatencyMap } from './latency-map.js';
import type { Ranker } from './ranking.js';

const CAUSE_OF_FATE: Record<MissingFate, Cause> = {
  [Fate.neverSentTo]: 'never-sent-to',
  [Fate.inFlight]: 'in-flight',
  [Fate.waiting]: 'waiting-to-be-logged',
  [Fate.notRecordable]: 'not-recordable',
  [Fate.abandoned]: 'abandoned',
  [Fate.lost]: 'lost',
  [Fate.expired]: 'expired',
  [Fate.stale]: 'stale',
};

/**
 * Classifies a choice.
 *
 * 1. No deployment of the fastest group is under its limits: `unavailable`.
 * 2. One that is has no sample in the map: the earliest stage of life that any of these has got
 *    stuck in (never sent to ... stale).
 * 3. All of them have samples, and the chosen one has none: the stage that the chosen one has got
 *    stuck in. It was tried because nothing was known of it.
 * 4. All have samples. Of those that are summed the chosen one has none, or it averages more by them
 *    than the best of the fastest group by its own, and is not within the buffer:
 *    `placeholder-or-uncounted`. By all that is counted it averages more than the best of the fastest
 *    group: `within-buffer`. Otherwise it is the `lowest-on-record`.
 *
 * @param ranker what it went by
 * @param buffer a fraction of the lowest average
 */
export function causeOf(
  choice: Pick<Choice<LatencyMap>, 'view' | 'chosen' | 'fastest' | 'stream' | 'missing'>,
  { ranking: { averages }, averaging }: Pick<Ranker, 'ranking' | 'averaging'>,
  buffer: number,
): Cause {
  let isAvailable = false;
  let stuck: MissingFate | undefined;
  let best = Number.POSITIVE_INFINITY;
  let bestCounted = Number.POSITIVE_INFINITY;
  for (const position of choice.fastest) {
    if (Number.isNaN(averages[position])) continue;
    isAvailable = true;
    const stats = choice.view?.at(position);
    if (stats === undefined || stats.samples === 0) {
      const fate = choice.missing(position);
      // There is nothing earlier: spares a large fleet the others.
      if (fate === Fate.neverSentTo) return CAUSE_OF_FATE[fate];
      if (stuck === undefined || fate < stuck) stuck = fate;
      continue;
    }
    best = Math.min(best, averages[position]!);
    bestCounted = Math.min(bestCounted, averaging.ofSummed(stats, choice.stream));
  }
  if (!isAvailable) return 'unavailable';
  if (stuck !== undefined) return CAUSE_OF_FATE[stuck];

  const chosen = choice.view?.at(choice.chosen);
  if (chosen === undefined || chosen.samples === 0) {
    return CAUSE_OF_FATE[choice.missing(choice.chosen)];
  }
  const counted = averaging.ofSummed(chosen, choice.stream);
  if (counted === Infinity || counted > bestCounted + buffer * bestCounted) {
    return 'placeholder-or-uncounted';
  }
  return averages[choice.chosen]! > best ? 'within-buffer' : 'lowest-on-record';
}
