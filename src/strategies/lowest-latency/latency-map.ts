import { Copyable, Immutable } from '../../model/copy.js';
import type { DeploymentIndex } from '../../model/fleet.js';
/**
 * The value that LiteLLM's latency-based routing keeps per model group: for each deployment its
 * latest samples and its usage in the current minute.
 */

/**
 * One entry of a latency list. A number (seconds, or seconds per token) is summed. The other two
 * are counted and not summed, as in LiteLLM: the integer 0 that a select leaves for a deployment
 * without samples, and a Python timedelta.
 */
export type Sample = number | typeof PLACEHOLDER | Timedelta;

export const PLACEHOLDER = 'placeholder';

export interface Timedelta {
  readonly timedelta_s: number;
}

/** What is known of one deployment. */
export class DeploymentStats extends Immutable {
  /** Sum of the numbers in `latency`, in list order. */
  readonly sum: number;
  /** Entries of `latency`, summed or not. */
  readonly count: number;
  /** `sum / count`, what LiteLLM compares where nothing streams; 0 for an empty list. */
  readonly average: number;
  /** Entries that are samples: all but placeholders. */
  readonly samples: number;
  /** Entries that are numbers, and so summed. */
  readonly summed: number;
  /** Sum of `ttft`. */
  readonly ttftSum: number;
  /** Whether no number in the lists is negative, infinite or NaN. */
  readonly usable: boolean;

  constructor(
    /** The latest samples, oldest first. */
    readonly latency: readonly Sample[],
    /** The latest times to first token, oldest first. */
    readonly ttft: readonly number[] = NONE,
    /** The minute that `tpm` and `rpm` are of: floor(t / 60 s). */
    readonly minute = 0,
    /** Tokens used in that minute. */
    readonly tpm = 0,
    /** Requests logged in that minute. */
    readonly rpm = 0,
  ) {
    super();
    let sum = 0;
    let summed = 0;
    let samples = 0;
    let usable = true;
    for (let i = 0; i < latency.length; i++) {
      const sample = latency[i];
      if (typeof sample === 'number') {
        sum += sample;
        if (!(sample >= 0)) usable = false;
        summed++;
        samples++;
      } else if (sample !== PLACEHOLDER) {
        samples++;
      }
    }
    this.sum = sum;
    this.summed = summed;
    this.samples = samples;
    this.count = latency.length;
    this.average = latency.length === 0 ? 0 : sum / latency.length;
    let ttftSum = 0;
    for (let i = 0; i < ttft.length; i++) {
      ttftSum += ttft[i]!;
      if (!(ttft[i]! >= 0)) usable = false;
    }
    this.ttftSum = ttftSum;
    this.usable = usable && sum < Number.POSITIVE_INFINITY && ttftSum < Number.POSITIVE_INFINITY;
  }

  /** What was given, without what follows from it. */
  toJSON(): object {
    const { latency, ttft, minute, tpm, rpm } = this;
    return { latency, ttft, minute, tpm, rpm };
  }
}

const NONE: readonly number[] = [];

/** The map itself: deployment to stats. Mutable; a copy shares its entries until one is changed. */
export class LatencyMap extends Copyable {
  private entries: (DeploymentStats | undefined)[];
  /** The average of each entry beside it, which a choice looks through; NaN: none, or not usable. */
  private averagesAtHand: number[];
  /** How many of these are NaN. */
  private withoutAverage: number;
  /** Whether another map has these entries too. */
  private shared: boolean;

  /** @param of the map that this is a copy of */
  constructor(
    readonly index: DeploymentIndex,
    of?: LatencyMap,
  ) {
    super();
    const size = index.ids.length;
    this.entries = of?.entries ?? new Array<undefined>(size).fill(undefined);
    this.averagesAtHand = of?.averagesAtHand ?? new Array<number>(size).fill(Number.NaN);
    this.withoutAverage = of?.withoutAverage ?? size;
    this.shared = of !== undefined;
  }

  get(id: string): DeploymentStats | undefined {
    return this.entries[this.index.positionOf(id)];
  }

  set(id: string, stats: DeploymentStats): void {
    this.put(this.index.positionOf(id), stats);
  }

  /** As `get`, by position in the fleet: the way of the router's inner loop. */
  at(position: number): DeploymentStats | undefined {
    return this.entries[position];
  }

  /** As `set`, by position in the fleet. */
  put(position: number, stats: DeploymentStats): void {
    if (this.shared) {
      this.entries = this.entries.slice();
      this.averagesAtHand = this.averagesAtHand.slice();
      this.shared = false;
    }
    const { entries, averagesAtHand: averages } = this;
    if (stats.samples === 0 && entries[position] !== undefined) this.shows = undefined;
    entries[position] = stats;
    if (Number.isNaN(averages[position])) this.withoutAverage--;
    if (!stats.usable) this.withoutAverage++;
    averages[position] = stats.usable ? stats.average : Number.NaN;
  }

  /** `average` of every deployment by position; undefined: one of them has none that is usable. */
  get averages(): readonly number[] | undefined {
    return this.withoutAverage === 0 ? this.averagesAtHand : undefined;
  }

  /** Samples in the map, placeholders left out. */
  get samples(): number {
    let samples = 0;
    for (const stats of this.entries) samples += stats?.samples ?? 0;
    return samples;
  }

  isEmpty(): boolean {
    return this.entries.every((stats) => stats === undefined);
  }

  /** As LiteLLM's own map looks: the known deployments by id. */
  toJSON(): Record<string, DeploymentStats> {
    return Object.fromEntries(
      this.index.ids.flatMap((id) => {
        const stats = this.get(id);
        return stats === undefined ? [] : [[id, stats]];
      }),
    );
  }

  copy(): LatencyMap {
    this.shared = true;
    const copy = new LatencyMap(this.index, this);
    copy.shows = this.shows;
    return copy;
  }

  /** A map with these samples, for loggers that keep something else and for tests. */
  static of(
    index: DeploymentIndex,
    samples: Readonly<Record<string, readonly Sample[]>>,
  ): LatencyMap {
    const map = new LatencyMap(index);
    for (const [id, latency] of Object.entries(samples)) map.set(id, new DeploymentStats(latency));
    return map;
  }
}
