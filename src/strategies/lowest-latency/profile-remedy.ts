import { suggest } from '../../text/problems.js';
import { nearestProfile } from './nearest.js';
import { findProfile, PROFILE_NAMES, successorOf } from './profile.js';
import { readRelease } from './release.js';

/** A release that was named where a profile is expected, and the profile that is nearest to it. */
export interface NearestToName {
  readonly release: string;
  readonly nearest: string;
}

/** undefined: it is no release, or one that was measured. */
export function nearestToName(name: string): NearestToName | undefined {
  const release = readRelease(name)?.release;
  if (release === undefined || findProfile(`v${release}`) !== undefined) return undefined;
  return { release, nearest: nearestProfile(release).name };
}

/**
 * What to do about a name that no profile has.
 * @param naming what names a release instead, before the release
 */
export function profileRemedy(name: string, naming = 'in a scenario, router.litellm:'): string {
  const successor = successorOf(name);
  if (successor !== undefined) return `use ${successor}`;
  const found = nearestToName(name);
  if (found === undefined) return suggest(name, PROFILE_NAMES);
  return `use ${found.nearest}, the nearest that was measured (${naming} ${found.release} names the release)`;
}
