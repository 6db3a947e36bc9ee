import { DEFAULT_PROFILE, profileNamed } from '../strategies/lowest-latency/profile.js';
import { readRelease } from '../strategies/lowest-latency/release.js';

/** Which LiteLLM runs. */
export interface Version {
  /** The field of the router that says it. */
  readonly field: 'litellm' | 'profile';
  /** As it is written there. */
  readonly text: string;
  /** Its three numbers: `1.88.0`. */
  readonly release: string;
  /** Whether the user said so; else it is the default. */
  readonly stated: boolean;
}

/** As the user says it, or the default. @throws RangeError where it is no release, or no profile */
export function versionOf(said: {
  readonly litellm?: string | undefined;
  readonly profile?: string | undefined;
}): Version {
  const { litellm, profile } = said;
  if (litellm === undefined) {
    const { name, release } = profileNamed(profile ?? DEFAULT_PROFILE.name);
    return { field: 'profile', text: name, release, stated: profile !== undefined };
  }
  const read = readRelease(litellm);
  if (read === null) throw new RangeError(`'${litellm}' is not a release`);
  return { field: 'litellm', text: litellm, release: read.release, stated: true };
}
