import type { DeploymentStats } from './latency-map.js';
import type { Profile } from './profile.js';

/** The average that the router compares, in the unit of the samples; 0 for an empty list. */
export function averageOf(profile: Profile, stats: DeploymentStats, stream: boolean): number {
  if (stream && stats.ttft.length > 0) {
    return (
      stats.ttftSum / (profile.ttftDivisor === 'latency-list' ? stats.count : stats.ttft.length)
    );
  }
  return stats.average;
}
