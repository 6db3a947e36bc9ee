import { type Group, samplesOf } from '../fleet.js';
import type { SampleModel } from '../samples.js';

/**
 * Answers per second that groups give at most, with every deployment at work all the time; Infinity
 * where one of them has no capacity.
 * @param others samples of groups that have none of their own
 */
export function serviceRate_hz(groups: readonly Group[], others: SampleModel): number {
  return groups.reduce((sum, group) => sum + rateOf(group, others), 0);
}

function rateOf(group: Group, others: SampleModel): number {
  const { capacity, deployments, latency } = group;
  if (capacity === undefined) return Number.POSITIVE_INFINITY;
  const { rate, after_s } = samplesOf(group, others).timeouts ?? { rate: 0, after_s: 0 };
  const work_s = (1 - rate) * latency.mean + rate * after_s;
  return (deployments * capacity.atFullSpeed) / work_s;
}
