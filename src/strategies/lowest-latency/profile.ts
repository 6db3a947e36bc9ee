import { type Rules, rulesAt } from './rules.js';

/** The rules of a release of LiteLLM that was measured. */
export interface Profile extends Rules {
  readonly name: string;
  /** As LiteLLM numbers it: `1.82.3`. */
  readonly release: string;
  /** One line for lists. */
  readonly summary: string;
}

function measured(release: string, summary: string): Profile {
  return { name: `v${release}`, release, summary, ...rulesAt(release) };
}

/** LiteLLM 1.82.3, the release of the report. */
export const DEFAULT_PROFILE: Profile = measured(
  '1.82.3',
  'LiteLLM 1.82.3, the release of the report; the default',
);

/** All profiles, in the order of their releases. */
export const PROFILES: readonly Profile[] = [
  measured('1.76.1', "LiteLLM 1.76.1: a stream's TTFTs are divided by another list's length"),
  DEFAULT_PROFILE,
  measured('1.110.2', 'LiteLLM 1.110.2, the newest measured: a full list drops its first sample'),
];

/** Their names. */
export const PROFILE_NAMES: readonly string[] = PROFILES.map(({ name }) => name);

/** Names of reconstructions that were measured since; they are still read. */
export const RENAMED_PROFILES: Readonly<Record<string, string>> = { 'v1.82.3r': 'v1.82.3' };

/** Names of reconstructions that turned out to be of no release: what to write instead. */
const WITHDRAWN_PROFILES: Readonly<Record<string, string>> = {
  head2026r:
    'v1.110.2, its successor as measured; head2026r was reconstructed, and its rule that a limit ' +
    'of 0 is a limit was never released',
};

/** The profile of this name, or of the name that it has now; undefined: there is none. */
export function findProfile(name: string): Profile | undefined {
  const now = Object.hasOwn(RENAMED_PROFILES, name) ? RENAMED_PROFILES[name] : name;
  return PROFILES.find((profile) => profile.name === now);
}

/** The same. @throws RangeError where there is none */
export function profileNamed(name: string): Profile {
  const found = findProfile(name);
  if (found === undefined) throw new RangeError(`no profile is called '${name}'`);
  return found;
}

/** What to write instead of the name of a profile that was withdrawn; undefined: it was not. */
export function successorOf(name: unknown): string | undefined {
  return typeof name === 'string' && Object.hasOwn(WITHDRAWN_PROFILES, name)
    ? WITHDRAWN_PROFILES[name]
    : undefined;
}

/** What to tell who used a former name; undefined: it is none. */
export function renamedProfile(
  name: unknown,
): { readonly message: string; readonly remedy: string } | undefined {
  if (typeof name !== 'string' || !Object.hasOwn(RENAMED_PROFILES, name)) return undefined;
  const now = RENAMED_PROFILES[name];
  return { message: `profile ${name} is now called ${now}`, remedy: `write ${now}` };
}
