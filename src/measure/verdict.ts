import type { SampleModel } from '../model/experiment.js';
import type { Group } from '../model/fleet.js';

/** Whether the router tells the groups apart, seen at the fastest group's share of traffic. */
export type Verdict = 'degraded' | 'differentiated' | 'inverted' | 'undecided' | 'not-applicable';

/**
 * The true mean of what the router measures for, in seconds: what a caller waits for, the whole
 * answer or, for streams, its first token.
 */
export function trueMean_s(group: Group, samples: SampleModel): number {
  const latency_s = group.latency.mean;
  // A first token does not come after the last.
  const ttft_s = Math.min(group.ttft?.mean ?? latency_s, latency_s);
  const answer_s = (1 - samples.stream) * latency_s + samples.stream * ttft_s;
  const { timeouts } = samples;
  return timeouts === undefined
    ? answer_s
    : (1 - timeouts.rate) * answer_s + timeouts.rate * timeouts.after_s;
}

/** Position of the group with the lowest true mean, the first of them on a tie. */
export function fastestGroup(groups: readonly Group[], samples: SampleModel): number {
  let fastest = 0;
  for (const [g, group] of groups.entries()) {
    if (trueMean_s(group, samples) < trueMean_s(groups[fastest] as Group, samples)) fastest = g;
  }
  return fastest;
}

/** Whether the router could prefer a group at all: their true means differ by more than the buffer. */
export function distinguishable(
  groups: readonly Group[],
  samples: SampleModel,
  buffer: number,
): boolean {
  const means = groups.map((group) => trueMean_s(group, samples));
  const lowest = Math.min(...means);
  return Math.max(...means) > lowest * (1 + buffer);
}

/**
 * The margin around a share: no more than half of the way to 0 or 1, so that a group with nearly
 * all deployments, or hardly any, can be told to be preferred or avoided.
 */
export function marginAt(deploymentShare: number, margin: number): number {
  return Math.min(margin, deploymentShare / 2, (1 - deploymentShare) / 2);
}

/**
 * The verdict from the fastest group's share.
 * @param interval its 95 % interval, fractions; null: there is none
 * @param deploymentShare the share that blind choice would give it
 * @param margin how far from that still counts as the same, as a fraction
 */
export function verdictOf(
  interval: readonly [number, number] | null,
  deploymentShare: number,
  margin: number,
): Verdict {
  if (interval === null) return 'undecided';
  const [low, high] = interval;
  const reach = marginAt(deploymentShare, margin);
  if (low > deploymentShare + reach) return 'differentiated';
  if (high < deploymentShare - reach) return 'inverted';
  if (low >= deploymentShare - reach && high <= deploymentShare + reach) return 'degraded';
  return 'undecided';
}

/** From the most to the least alarming, for a summary of several model groups. */
const GRAVITY: readonly Verdict[] = [
  'inverted',
  'degraded',
  'undecided',
  'differentiated',
  'not-applicable',
];

export function gravest(verdicts: readonly Verdict[]): Verdict {
  return GRAVITY.find((verdict) => verdicts.includes(verdict)) ?? 'not-applicable';
}
