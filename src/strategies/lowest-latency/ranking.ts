import type { Fleet } from '../../model/fleet.js';
import type { Situation } from '../../model/strategy.js';
import { Averaging, type AveragingSettings } from './average.js';
import { DeploymentStats, LatencyMap, PLACEHOLDER } from './latency-map.js';
import type { Profile } from './profile.js';

/** What the router saw of each deployment when it chose. */
export interface Ranking {
  /** Average per deployment by position; NaN where a limit excludes it or it is not healthy. */
  averages: readonly number[];
  /** The lowest average; Infinity if there is none to choose. */
  lowest: number;
  /** Averages up to here are as good as the lowest. */
  bar: number;
}

/**
 * How LiteLLM's latency-based routing chooses (litellm/router_strategy/lowest_latency.py): among the
 * deployments under their limits, a uniform choice of those whose average is within
 * `lowest_latency_buffer` of the lowest.
 */
export class Ranker {
  /** Of the latest choice. */
  readonly ranking: Ranking;
  readonly averaging: Averaging;
  /** Averages that a map does not have at hand. */
  private readonly averages: number[];
  /** Positions of those that may be chosen. */
  private readonly candidates: Int32Array;
  private unknown = new DeploymentStats([PLACEHOLDER]);

  constructor(
    fleet: Fleet,
    private readonly profile: Profile,
    /** LiteLLM's `lowest_latency_buffer`: a fraction of the lowest average. */
    private readonly buffer: number,
    settings?: AveragingSettings,
  ) {
    this.averaging = new Averaging(profile, settings);
    this.averages = new Array<number>(fleet.size).fill(Number.NaN);
    this.candidates = new Int32Array(fleet.size);
    this.ranking = { averages: this.averages, lowest: 0, bar: 0 };
  }

  choose(situation: Situation<LatencyMap>): number {
    const candidates = this.rank(situation);
    return candidates === 0 ? -1 : this.candidates[Math.floor(situation.luck * candidates)]!;
  }

  /** Fills `ranking` and gives the number of candidates. */
  rank(situation: Situation<LatencyMap>): number {
    const { ranking, candidates, buffer, profile } = this;
    const averages = this.averagesOf(situation);
    let lowest = Number.POSITIVE_INFINITY;
    // Only falls, so that no candidate is passed over.
    let bar = lowest;
    let count = 0;
    for (let position = 0; position < averages.length; position++) {
      const average = averages[position]!;
      if (!(average <= bar)) continue;
      candidates[count++] = position;
      if (average < lowest) {
        lowest = average;
        bar = lowest + buffer * lowest;
      }
    }
    ranking.averages = averages;
    ranking.lowest = lowest;
    ranking.bar = lowest + buffer * lowest;
    const within = this.keepWithin(count);
    // Above a negative average there is nothing to be within.
    if (within > 0 || profile.noCandidate !== 'all') return within;
    ranking.bar = Number.POSITIVE_INFINITY;
    for (let position = 0; position < averages.length; position++) candidates[position] = position;
    return this.keepWithin(averages.length);
  }

  /** Of the first candidates only those within the bar are left. */
  private keepWithin(count: number): number {
    const { candidates } = this;
    const { averages, bar } = this.ranking;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const position = candidates[i]!;
      if (averages[position]! <= bar) candidates[kept++] = position;
    }
    return kept;
  }

  /**
   * Averages by position. Deployments without an entry get a placeholder in the map at hand, which
   * stays in the stored map where that was handed out by reference; those that are not healthy are
   * passed over.
   */
  private averagesOf(situation: Situation<LatencyMap>): readonly number[] {
    const { fleet, healthy, minute, stream, inputTokens } = situation;
    const map = situation.view ?? new LatencyMap(fleet.index);
    const { averaging, averages } = this;
    if (healthy === undefined && !fleet.limited && averaging.isPlain && !stream) {
      const { averages: atHand } = map;
      if (atHand?.length === averages.length) return atHand;
    }
    const unknown = this.placeholder(minute);
    if (healthy !== undefined) averages.fill(Number.NaN);
    const count = healthy === undefined ? averages.length : healthy.length;
    for (let i = 0; i < count; i++) {
      const position = healthy === undefined ? i : healthy[i]!;
      let stats = map.at(position);
      if (stats === undefined) {
        stats = unknown;
        map.put(position, stats);
      }
      averages[position] =
        fleet.limited && this.overLimit(fleet, position, stats, minute, inputTokens)
          ? Number.NaN
          : averaging.of(stats, stream);
    }
    return averages;
  }

  /** What LiteLLM puts in for a deployment without an entry; the same object all minute long. */
  private placeholder(minute: number): DeploymentStats {
    if (this.unknown.minute !== minute) {
      this.unknown = new DeploymentStats([PLACEHOLDER], undefined, minute);
    }
    return this.unknown;
  }

  private overLimit(
    fleet: Fleet,
    position: number,
    stats: DeploymentStats,
    minute: number,
    inputTokens: number,
  ): boolean {
    const { rpm, tpm } = fleet.groupAt(position);
    const current = stats.minute === minute;
    const usedRpm = current ? stats.rpm : 0;
    const usedTpm = current ? stats.tpm : 0;
    return usedTpm + inputTokens > limitOf(tpm) || usedRpm + 1 > limitOf(rpm);
  }
}

/** A limit of 0 is none, as in every release that was measured. */
function limitOf(stated: number | undefined): number {
  return stated || Number.POSITIVE_INFINITY;
}
