import type { DeploymentStats } from './latency-map.js';
import type { Rules } from './rules.js';

/** What averages depend on besides the rules of a release. */
export interface AveragingSettings {
  /** LiteLLM's `ttft_percentile`, above 0 and up to 1: streams are compared by it, not by the mean. */
  readonly ttftPercentile?: number | undefined;
  /** Whether Python's `sum` compensates what is rounded off, as from 3.12 on. */
  readonly compensated?: boolean;
}

/** How the averages that the router compares are taken. */
export class Averaging {
  private readonly percentile: number | undefined;
  private readonly compensated: boolean;
  private readonly ignoring: boolean;
  private readonly byLatencies: boolean;
  /** Whether the own sums of stats will do that are usable. */
  readonly isPlain: boolean;

  constructor(rules: Rules, { ttftPercentile, compensated = false }: AveragingSettings = {}) {
    this.percentile = rules.ttftPercentile ? ttftPercentile : undefined;
    this.compensated = compensated && rules.sum === 'python';
    this.ignoring = rules.unusable === 'ignored';
    this.byLatencies = rules.ttftDivisor === 'latency-list';
    this.isPlain = this.percentile === undefined && !this.compensated;
  }

  /** What the router compares, in the unit of the samples; 0 where nothing is known. */
  of(stats: DeploymentStats, stream: boolean): number {
    if (!this.isPlain || !stats.usable) return this.inFull(stats, stream);
    if (stream && stats.ttft.length > 0) {
      return stats.ttftSum / (this.byLatencies ? stats.count : stats.ttft.length);
    }
    return stats.average;
  }

  /** The average over what is summed alone; Infinity if nothing is. */
  ofSummed(stats: DeploymentStats, stream: boolean): number {
    if (this.isPlain && stats.usable) {
      if (stream && stats.ttft.length > 0) return stats.ttftSum / stats.ttft.length;
      return stats.summed === 0 ? Number.POSITIVE_INFINITY : stats.sum / stats.summed;
    }
    const ttft = stream ? this.compared(stats.ttft) : [];
    if (ttft.length > 0) return this.ofTtft(ttft, ttft.length);
    const numbers = this.compared(stats.latency.filter(isNumber));
    return numbers.length === 0 ? Number.POSITIVE_INFINITY : this.sum(numbers) / numbers.length;
  }

  private inFull({ latency, ttft }: DeploymentStats, stream: boolean): number {
    const ttfts = stream ? this.compared(ttft) : [];
    if (ttfts.length > 0) {
      return this.ofTtft(ttfts, this.byLatencies ? latency.length : ttfts.length);
    }
    const all = latency.filter(isNumber);
    const numbers = this.compared(all);
    const count = latency.length - (all.length - numbers.length);
    return count === 0 ? 0 : this.sum(numbers) / count;
  }

  private ofTtft(ttfts: readonly number[], count: number): number {
    if (this.percentile === undefined) return this.sum(ttfts) / count;
    const rank = Math.ceil(ttfts.length * this.percentile);
    return [...ttfts].sort((a, b) => a - b)[rank - 1] as number;
  }

  private compared(values: readonly number[]): readonly number[] {
    return this.ignoring ? values.filter(isUsable) : values;
  }

  private sum(values: readonly number[]): number {
    return this.compensated ? compensatedSum(values) : plainSum(values);
  }
}

const isNumber = (sample: unknown): sample is number => typeof sample === 'number';

const isUsable = (value: number): boolean => value >= 0 && value < Number.POSITIVE_INFINITY;

function plainSum(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** Neumaier's sum: what is rounded off is summed as well, and added in the end. */
function compensatedSum(values: readonly number[]): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
