import { type Group, samplesOf } from '../model/fleet.js';
import type { SampleModel } from '../model/samples.js';

/** Whether the router tells the groups apart, seen at the fastest group's share of traffic. */
export type Verdict = 'degraded' | 'differentiated' | 'inverted' | 'undecided' | 'not-applicable';

/** What people read for a verdict. */
export const VERDICT_NAMES: Readonly<Record<Verdict, string>> = {
  degraded: 'degraded',
  differentiated: 'effective',
  inverted: 'inverted',
  undecided: 'undecided',
  'not-applicable': 'not applicable',
};

/** What a verdict says about the router, in words. */
export const VERDICT_LABELS: Readonly<Record<Verdict, string>> = {
  degraded: 'the router does no better than random choice',
  differentiated: 'the router prefers the fastest group',
  inverted: 'the router avoids the fastest group',
  undecided: 'the interval does not settle it',
  'not-applicable': 'the groups are too alike for the router to tell apart',
};

/** Where a verdict says that traffic goes, if it says so. Neither is a failure. */
export const VERDICT_TONE: Readonly<Record<Verdict, 'fast' | 'slow' | 'unsure'>> = {
  degraded: 'slow',
  differentiated: 'fast',
  inverted: 'slow',
  undecided: 'unsure',
  'not-applicable': 'unsure',
};

/**
 * The true mean of what the router measures for, in seconds: what a caller waits for, the whole
 * answer or, for streams, its first token.
 * @param others samples of groups that have none of their own
 */
export function trueMean_s(group: Group, others: SampleModel): number {
  const samples = samplesOf(group, others);
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
 * The verdicts that the fastest group's share allows, as far as it is known; at least one.
 * @param interval of the share, fractions in 0..1; null: there is none, so it may be any
 * @param deploymentShare the share that random choice would give the group
 * @param margin how far from that still counts as the same, as a fraction
 */
export function verdictsPossible(
  interval: readonly [low: number, high: number] | null,
  deploymentShare: number,
  margin: number,
): Verdict[] {
  const [low, high] = interval ?? [0, 1];
  const reach = marginAt(deploymentShare, margin);
  const possible: Verdict[] = [];
  if (low < deploymentShare - reach) possible.push('inverted');
  if (low <= deploymentShare + reach && high >= deploymentShare - reach) possible.push('degraded');
  if (high > deploymentShare + reach) possible.push('differentiated');
  return possible;
}

/** The verdict where only one is possible, else undecided. */
export function verdictOf(possible: readonly Verdict[]): Verdict {
  const [only] = possible;
  return only !== undefined && possible.length === 1 ? only : 'undecided';
}

/** What the gravest verdict of several model groups can be, given what each one's can be. */
export function gravestPossible(parts: readonly (readonly Verdict[])[]): Verdict[] {
  let all: Verdict[] = ['not-applicable'];
  for (const part of parts) {
    all = [...new Set(all.flatMap((one) => part.map((other) => graver(one, other))))];
  }
  return all;
}

/** From the most to the least alarming. */
const GRAVITY: readonly Verdict[] = ['inverted', 'degraded', 'differentiated', 'not-applicable'];

function graver(one: Verdict, other: Verdict): Verdict {
  return GRAVITY.indexOf(one) <= GRAVITY.indexOf(other) ? one : other;
}
