import type { DeploymentStats, LatencyMap } from '../model/latency-map.js';
import type { Ranking } from '../strategies/lowest-latency.js';
import { type Cause, DESCRIBED_CAUSES } from './cause.js';
import { Fate, type Knowledge } from './knowledge.js';

export type { Cause };

/** The causes by name, in the order in which they are looked for. */
export const CAUSES: readonly Cause[] = DESCRIBED_CAUSES.map(({ name }) => name);

/** A fate that leaves no sample in the map. */
type MissingFate = Exclude<Fate, typeof Fate.recorded>;

const CAUSE_OF_FATE: Record<MissingFate, Cause> = {
  [Fate.neverSentTo]: 'never-sent-to',
  [Fate.inFlight]: 'in-flight',
  [Fate.waiting]: 'waiting-to-be-logged',
  [Fate.notRecordable]: 'not-recordable',
  [Fate.lost]: 'lost',
  [Fate.expired]: 'expired',
};

/** A choice of a slower deployment, and what it went by. */
export interface Choice {
  readonly ranking: Ranking;
  readonly map: LatencyMap | undefined;
  readonly chosen: number;
  /** Positions of the fastest group's deployments. */
  readonly fastest: readonly number[];
  readonly stream: boolean;
  readonly buffer: number;
  /** When the request came that this is for, in seconds: the map was read later. */
  readonly asked_s: number;
  readonly knowledge: Knowledge;
  /** Whose knowledge the map is: that of one process, or of all. */
  readonly knower: number | 'all';
}

/**
 * Classifies a choice.
 *
 * 1. No deployment of the fastest group is under its limits: `unavailable`.
 * 2. One that is has no sample in the map: the earliest stage of life that any of these has got
 *    stuck in (never sent to ... expired).
 * 3. All of them have samples, and the chosen one has none: the stage that the chosen one has got
 *    stuck in. It was tried because nothing was known of it.
 * 4. All have samples. Judged by its counted samples alone, the chosen one has none or would not
 *    have been a candidate (or the fastest group has none that count):
 *    `placeholder-or-uncounted`. It averages more than the best of the fastest group:
 *    `within-buffer`. Otherwise it is the `lowest-on-record`.
 */
export function causeOf(choice: Choice): Cause {
  const { averages } = choice.ranking;
  const available = choice.fastest.filter((position) => !Number.isNaN(averages[position]));
  if (available.length === 0) return 'unavailable';

  let stuck: MissingFate | undefined;
  let best = Number.POSITIVE_INFINITY;
  let bestCounted = Number.POSITIVE_INFINITY;
  for (const position of available) {
    const stats = choice.map?.at(position);
    if (stats === undefined || stats.samples === 0) {
      const fate = fateWithoutSamples(choice, position);
      if (stuck === undefined || fate < stuck) stuck = fate;
      continue;
    }
    best = Math.min(best, averages[position]!);
    bestCounted = Math.min(bestCounted, countedAverage(stats, choice.stream));
  }
  if (stuck !== undefined) return CAUSE_OF_FATE[stuck];

  const chosen = choice.map?.at(choice.chosen);
  if (chosen === undefined || chosen.samples === 0) {
    return CAUSE_OF_FATE[fateWithoutSamples(choice, choice.chosen)];
  }
  const counted = countedAverage(chosen, choice.stream);
  if (counted === Infinity || counted > bestCounted + choice.buffer * bestCounted) {
    return 'placeholder-or-uncounted';
  }
  return averages[choice.chosen]! > best ? 'within-buffer' : 'lowest-on-record';
}

/** Why the map has no sample of a deployment. */
function fateWithoutSamples(choice: Choice, position: number): MissingFate {
  const { knowledge, knower } = choice;
  const fate = knowledge.fate(knower, position);
  if (fate !== Fate.recorded) return fate;
  // Recorded while the map was on its way: it came too late. Before that: somebody has dropped it.
  return knowledge.settled_s(knower, position) < choice.asked_s ? Fate.lost : Fate.waiting;
}

/** The average over what is summed; Infinity if nothing is. */
function countedAverage(stats: DeploymentStats, stream: boolean): number {
  if (stream && stats.ttft.length > 0) return stats.ttftSum / stats.ttft.length;
  const { summed } = stats;
  return summed === 0 ? Number.POSITIVE_INFINITY : stats.sum / summed;
}
