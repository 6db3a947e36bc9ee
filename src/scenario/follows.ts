import {
  differences,
  isWithinMeasured,
  nearestProfile,
} from '../strategies/lowest-latency/nearest.js';
import { DEFAULT_PROFILE, PROFILES, profileNamed } from '../strategies/lowest-latency/profile.js';
import {
  bandWords,
  PATH_WORDS,
  PROVIDERS,
  type Provider,
  type RequestPath,
  recordedAs,
} from '../strategies/lowest-latency/recorded.js';
import { readRelease } from '../strategies/lowest-latency/release.js';
import type { Problem } from '../text/problems.js';
import { type Located, type Path, placeOf, problemAt, valueAt } from '../text/tree.js';
import { fractionsOf, type SampleKind } from './sample-kinds.js';
import type { ReadScenario, Scenario } from './schema.js';

/** A scenario as written. */
interface AsWritten {
  readonly read: ReadScenario;
  readonly root: Located;
  /** Plain data of the tree. */
  readonly data: unknown;
}

/** What there is to say of what follows. */
interface Said {
  readonly notes: string[];
  readonly warnings: Problem[];
  readonly problems: Problem[];
}

/** A scenario with what follows from what it says of LiteLLM. */
export interface Followed extends Pick<Scenario, 'router' | 'modelGroups'> {
  /** Assumptions, which are printed with each result. */
  readonly notes: readonly string[];
  readonly warnings: readonly Problem[];
  readonly problems: readonly Problem[];
}

/**
 * From `router.litellm` follows the profile: the nearest that was measured. From the release, the
 * path of requests and the provider of a group follows what is recorded of its answers. What is
 * stated itself holds: `router.profile` where it comes later, `samples.kind` always.
 * @param root the scenario as written, with places
 * @param data the same without
 */
export function followed(read: ReadScenario, root: Located, data: unknown): Followed {
  const written = { read, root, data };
  const said: Said = { notes: [], warnings: [], problems: [] };
  const { profile, release } = releaseOf(written, said);
  const modelGroups = withKinds(written, release, said);
  return { router: Object.assign({}, read.router, { profile }), modelGroups, ...said };
}

const LITELLM: Path = ['router', 'litellm'];
const PROFILE: Path = ['router', 'profile'];

/** Whose rules apply, and by which release is recorded: `1.88.0`. */
interface ReleaseInForce {
  readonly profile: string;
  readonly release: string;
}

function releaseOf(written: AsWritten, said: Said): ReleaseInForce {
  const { stated, router } = written.read;
  const { profile } = router;
  const measured = { profile, release: profileNamed(profile).release };
  if (stated.litellm === undefined) return measured;
  const { release, suffix } = stated.litellm;
  const nearest = nearestProfile(release).name;
  if (valueAt(written.data, PROFILE) !== undefined) {
    const later = profileIsLater(written.root);
    if (later > 0) {
      said.notes.push(`router.profile ${profile} stands in place of router.litellm ${release}`);
      return measured;
    }
    if (later === 0 && profile !== nearest) {
      const message = `router.litellm ${release} and router.profile ${profile} contradict one another`;
      const remedy = `keep one of them: of the profiles, ${nearest} is nearest to ${release}`;
      said.problems.push(problemAt(placeOf(written.root, LITELLM), message, remedy));
    }
  }
  if (suffix !== '') said.notes.push(`litellm ${release}${suffix} is taken as ${release}`);
  if (!isMeasured(release)) {
    const [message, own] = notMeasured(release);
    said.notes.push(`${message}; ${own}`);
    const remedy = `${own}; recorded: ${bandWords(release, 'messages')}`;
    said.warnings.push(problemAt(placeOf(written.root, LITELLM), message, remedy));
  }
  return { profile: nearest, release };
}

/** The profile whose rules apply, of data as written: whatever else is wrong with them. */
export function profileInForce(root: Located, data: unknown): string {
  const litellm = valueAt(data, LITELLM);
  const profile = valueAt(data, PROFILE);
  const release = typeof litellm === 'string' ? readRelease(litellm)?.release : undefined;
  const holds = release === undefined || (profile !== undefined && profileIsLater(root) > 0);
  return holds ? String(profile ?? DEFAULT_PROFILE.name) : nearestProfile(release).name;
}

/** Above 0: the profile was said later than the release; 0: at once; else before it. */
function profileIsLater(root: Located): number {
  return layerOf(root, PROFILE) - layerOf(root, LITELLM);
}

/** What is laid over a file comes later than what it says, and an option later than `--set`. */
function layerOf(root: Located, path: Path): number {
  const { source } = placeOf(root, path);
  if (source.kind === 'file') return 0;
  return source.file === '--set' ? 1 : 2;
}

/** Which rules stand for a release that was not measured, and in what it is known to differ. */
function notMeasured(release: string): [message: string, differs: string] {
  const profile = nearestProfile(release);
  const differs = differences(release, profile);
  const message = `litellm ${release} was not measured: the nearest profile, ${profile.name}, stands for it`;
  if (!isWithinMeasured(release)) return [message, 'how its own rules differ is not known'];
  const own = differs.length === 0 ? 'no rule is known to differ' : differs.join('; ');
  return [message, `its own rules: ${own}`];
}

/** Model groups in which each group has the kind that its answers are recorded as, if that follows. */
function withKinds(written: AsWritten, release: string, said: Said): Scenario['modelGroups'] {
  const { read, data } = written;
  const { stated, modelGroups } = read;
  const anyPath = stated.modelGroups.some(({ path }) => path !== undefined);
  if (valueAt(data, ['samples', 'kind']) !== undefined) {
    if (anyPath) said.notes.push('samples.kind is stated, and holds whatever the release');
    return modelGroups;
  }
  if (!anyPath && stated.litellm !== undefined) {
    const words = bandWords(release, 'messages');
    said.notes.push(`no path is stated, so every answer is taken as recorded; ${words}`);
  }
  const followedOn = new Set<RequestPath>();
  const all = modelGroups.map(({ groups, ...rest }, m) => {
    const { path, providers } = stated.modelGroups[
      m
    ] as ReadScenario['stated']['modelGroups'][number];
    const own = groups.map((group, g) => {
      if (path === undefined || group.samples?.kind !== undefined) return group;
      const found = kindOn(release, path, providers[g]);
      if (typeof found === 'string') {
        followedOn.add(path);
        return { ...group, samples: { ...group.samples, kind: fractionsOf({ [found]: 1 }) } };
      }
      const at = [...groupPath(data, m, g), ...(providers[g] === undefined ? [] : ['provider'])];
      said.problems.push(problemAt(placeOf(written.root, at), found.message, found.remedy));
      return group;
    });
    return { ...rest, groups: own };
  });
  for (const path of followedOn) {
    // On /chat/completions of a measured release there is nothing to assume.
    if (path === 'messages' || !isMeasured(release)) said.notes.push(recordedNote(release, path));
  }
  return all;
}

function groupPath(data: unknown, modelGroup: number, group: number): Path {
  const listed = valueAt(data, ['modelGroups']) !== undefined;
  return [...(listed ? ['modelGroups', modelGroup] : []), 'fleet', 'groups', group];
}

function recordedNote(release: string, path: RequestPath): string {
  const where = path === 'chat' ? ` (measured in ${MEASURED}, taken so for ${release})` : '';
  return `what is recorded follows from litellm ${release}: ${bandWords(release, path)}${where}`;
}

function isMeasured(release: string): boolean {
  return PROFILES.some((profile) => profile.release === release);
}

const MEASURED = PROFILES.map(({ release }) => release).join(', ');

/** What answers are recorded as; or why that does not follow. */
function kindOn(
  release: string,
  path: RequestPath,
  provider: Provider | undefined,
): SampleKind | { readonly message: string; readonly remedy: string } {
  const on = PATH_WORDS[path];
  const providers = provider === undefined ? PROVIDERS : [provider];
  const [kind, ...others] = providers.map((each) => recordedAs(release, each, path));
  if (others.some((other) => other !== kind)) {
    return {
      message: `provider is missing: litellm ${release} does not record the same of all on ${on}`,
      remedy: `add provider: ${PROVIDERS.join(' or ')}, or state samples.kind of this group`,
    };
  }
  if (kind === null || kind === undefined) {
    const of = provider === undefined ? '' : ` of ${provider}`;
    return {
      message: `what litellm ${release} records${of} on ${on} was not measured; state samples.kind`,
      remedy:
        'add samples: { kind: ... } to this group: chat where they are recorded, else not-recorded',
    };
  }
  return kind;
}
