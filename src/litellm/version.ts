import { DEFAULT_PROFILE, profileNamed } from '../strategies/lowest-latency/profile.js';
import { readRelease } from '../strategies/lowest-latency/release.js';
import type { ProxyConfig } from './config.js';

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
  /** Why it is taken for this one, where the user did not say it: `as the image has it`. */
  readonly from?: string;
}

/** What the files of a proxy tell of its release, and by what; undefined: nothing. */
export function releaseOf({
  surroundings,
  ownRouters,
}: Pick<ProxyConfig, 'surroundings' | 'ownRouters'>):
  | { readonly release: string; readonly from: string }
  | undefined {
  const { release } = surroundings;
  if (release !== null) return { release, from: 'as the image has it' };
  return ownRouters.size === 0 ? undefined : { release: WITH_ROUTING_GROUPS, from: KNOWS_THEM };
}

/** The first release that was measured and knows `routing_groups`. */
const WITH_ROUTING_GROUPS = '1.110.2';
const KNOWS_THEM = 'as the configuration has routing_groups, which 1.82.3 does not know';

/**
 * As the user says it, or else as it was read, or the default.
 * @param read from the files of the proxy
 * @throws RangeError where it is no release, or no profile
 */
export function versionOf(
  said: {
    readonly litellm?: string | undefined;
    readonly profile?: string | undefined;
  },
  read?: { readonly release: string; readonly from: string },
): Version {
  const { litellm, profile } = said;
  if (litellm === undefined && profile === undefined && read !== undefined) {
    const { release, from } = read;
    return { field: 'litellm', text: release, release, stated: true, from };
  }
  if (litellm === undefined) {
    const { name, release } = profileNamed(profile ?? DEFAULT_PROFILE.name);
    return { field: 'profile', text: name, release, stated: profile !== undefined };
  }
  const found = readRelease(litellm);
  if (found === null) throw new RangeError(`'${litellm}' is not a release`);
  return { field: 'litellm', text: litellm, release: found.release, stated: true };
}
