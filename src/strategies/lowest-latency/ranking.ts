import type { Fleet } from '../../model/fleet.js';
import type { Situation } from '../../model/strategy.js';
import { Averaging, type AveragingSettings } from './average.js';
import { DeploymentStats, LatencyMap, PLACEHOLDER } from './latency-map.js';
import type { Profile } from './profile.js';

/** What the router saw of each deployment when it chose. */
export interface Ranking {
  /** Average per deployment by position; NaN where a limit excludes it or it is not healthy. */
  readonly averages: Float64Array;
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
  private unknown = new DeploymentStats([PLACEHOLDER]);

  constructor(
    fleet: Fleet,
    private readonly profile: Profile,
    /** LiteLLM's `lowest_latency_buffer`: a fraction of the lowest average. */
    private readonly buffer: number,
    settings?: AveragingSettings,
  ) {
    this.averaging = new Averaging(profile, settings);
    this.ranking = { averages: new Float64Array(fleet.size), lowest: 0, bar: 0 };
  }

  choose(situation: Situation<LatencyMap>): number {
    const candidates = this.rank(situation);
    if (candidates === 0) return -1;
    const { averages, bar } = this.ranking;
    let skip = Math.floor(situation.luck * candidates);
    for (let position = 0; ; position++) {
      if (averages[position]! <= bar && skip-- === 0) return position;
    }
  }

  /**
   * Fills `ranking` and gives the number of candidates. Deployments without an entry get a
   * placeholder in the map at hand, which stays in the stored map where that was handed out by
   * reference; those that are not healthy are passed over.
   */
  rank(situation: Situation<LatencyMap>): number {
    const { fleet, healthy, minute, stream, inputTokens } = situation;
    const map = situation.view ?? new LatencyMap(fleet.index);
    const { averaging } = this;
    const { averages } = this.ranking;
    const unknown = this.placeholder(minute);
    if (healthy !== undefined) averages.fill(Number.NaN);
    const count = healthy === undefined ? averages.length : healthy.length;
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const position = healthy === undefined ? i : healthy[i]!;
      let stats = map.at(position);
      if (stats === undefined) {
        stats = unknown;
        map.put(position, stats);
      }
      if (fleet.limited && this.overLimit(fleet, position, stats, minute, inputTokens)) {
        averages[position] = Number.NaN;
        continue;
      }
      const average = averaging.of(stats, stream);
      averages[position] = average;
      if (average < lowest) lowest = average;
    }
    this.ranking.lowest = lowest;
    this.ranking.bar = lowest + this.buffer * lowest;
    let candidates = this.candidates();
    // Above a negative average there is nothing to be within.
    if (candidates === 0 && this.profile.noCandidate === 'all') {
      this.ranking.bar = Number.POSITIVE_INFINITY;
      candidates = this.candidates();
    }
    return candidates;
  }

  private candidates(): number {
    const { averages, bar } = this.ranking;
    let candidates = 0;
    for (let position = 0; position < averages.length; position++) {
      if (averages[position]! <= bar) candidates++;
    }
    return candidates;
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
