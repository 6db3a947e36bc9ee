import {
  findProfile,
  type Profile,
  renamedProfile,
} from '../../strategies/lowest-latency/profile.js';
import { profileRemedy } from '../../strategies/lowest-latency/profile-remedy.js';
import { type Fields, Malformed, wrong } from './fields.js';
import type { RecordingWarning } from './kind.js';

/** Of which release a recording is, and by whose rules it is replayed. */
export interface RecordedVersion {
  /** The version of LiteLLM that was recorded, as it may be shown. */
  readonly variant: string;
  readonly profile: Profile;
  readonly warnings: readonly RecordingWarning[];
}

/**
 * Reads the version of a recording of LiteLLM.
 * @param asked the profile to replay by; undefined: the one that was recorded
 * @throws Malformed
 */
export function versionOf({ variant }: Fields, asked: string | undefined): RecordedVersion {
  if (typeof variant !== 'string') throw wrong('variant', 'a string', variant);
  const name = asked ?? variant;
  const profile = findProfile(name);
  if (profile === undefined) {
    const remedy = `${profileRemedy(name)} (--profile replays under another version)`;
    const called = versionShown(name);
    const message =
      called === undefined ? 'there is no such profile' : `no profile is called "${called}"`;
    throw new Malformed(message, remedy, 'variant');
  }
  const renamed = renamedProfile(name);
  const warnings = renamed === undefined ? [] : [renamed];
  return { variant: versionShown(variant) ?? 'another version', profile, warnings };
}

/** A version as it may be shown: a profile, or a text that looks like a release. */
function versionShown(name: string): string | undefined {
  const known = findProfile(name) !== undefined || /^v?\d{1,4}(?:\.\d{1,4}){1,3}$/.test(name);
  return known ? name : undefined;
}
