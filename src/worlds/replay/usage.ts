import type { DeploymentStats, LatencyMap } from '../../strategies/lowest-latency/latency-map.js';
import type { DumpedMinute } from './recording.js';

/**
 * The usage of all minutes, as LiteLLM's map has it: the stats themselves keep the latest minute
 * only, as no rule reads an earlier one (docs/decisions/0009). Kept beside one map; a new map begins
 * anew.
 */
export class UsageOfMinutes {
  private map: LatencyMap | undefined;
  /** By position; undefined: the map has no entry for the deployment. */
  private minutes: (DumpedMinute[] | undefined)[] = [];

  /** A select may have put placeholders in. */
  selected(map: LatencyMap, healthy: readonly number[]): void {
    this.follow(map);
    for (let i = 0; i < healthy.length; i++) {
      const position = healthy[i] as number;
      if (this.minutes[position] !== undefined) continue;
      const stats = map.at(position);
      if (stats !== undefined) this.minutes[position] = [usageOf(stats)];
    }
  }

  /** A success was charged. */
  charged(map: LatencyMap, position: number): void {
    this.follow(map);
    const stats = map.at(position);
    if (stats === undefined) return;
    let minutes = this.minutes[position];
    if (minutes === undefined) {
      minutes = [];
      this.minutes[position] = minutes;
    }
    // Time runs forwards: an earlier minute is not charged any more.
    const last = minutes.length - 1;
    minutes[minutes[last]?.minute === stats.minute ? last : last + 1] = usageOf(stats);
  }

  /** A timeout was logged, which charges nothing: a new entry has no minute. */
  timedOut(map: LatencyMap, position: number): void {
    this.follow(map);
    this.minutes[position] ??= [];
  }

  of(map: LatencyMap, position: number): readonly DumpedMinute[] {
    this.follow(map);
    return this.minutes[position] ?? [];
  }

  private follow(map: LatencyMap): void {
    if (map === this.map) return;
    this.map = map;
    this.minutes = map.index.ids.map(() => undefined);
  }
}

function usageOf({ minute, tpm, rpm }: DeploymentStats): DumpedMinute {
  return { minute, tpm, rpm };
}
