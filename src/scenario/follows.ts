import { strategyKindOf } from '../strategies/in-file.js';
import type { StrategyKind } from '../strategies/kind.js';
import {
  differences,
  isWithinMeasured,
  nearestProfile,
} from '../strategies/lowest-latency/nearest.js';
import { DEFAULT_PROFILE, PROFILES, profileNamed } from '../strategies/lowest-latency/profile.js';
import {
  bandWords,
  MEASURED_PROVIDERS,
  PATH_WORDS,
  PROVIDERS,
  type Provider,
  providerWords,
  type RequestPath,
  recordedAs,
  wouldBeWords,
} from '../strategies/lowest-latency/recorded.js';
import { readRelease } from '../strategies/lowest-latency/release.js';
import type { Problem } from '../text/problems.js';
import { type Located, type Path, placeOf, problemAt, valueAt } from '../text/tree.js';
import type { Kinds } from './kinds.js';
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
export function followed(read: ReadScenario, root: Located, data: unknown, kinds: Kinds): Followed {
  const written = { read, root, data };
  const said: Said = { notes: [], warnings: [], problems: [] };
  const { profile, release, standsFor } = releaseOf(written, said);
  const modelGroups = withKinds(written, release, said);
  const recorded = recordedWords(written, release);
  if (standsFor) {
    const message = `litellm ${release} was not measured: the nearest profile, ${profile}, stands for it`;
    const own = ownRules(release, strategyKindOf(kinds.strategies, read.router.strategy));
    said.notes.push(`${message}; its own rules: ${own.join('; ')}`);
    const items = [...own, ...recorded];
    const place = placeOf(root, LITELLM);
    said.warnings.push({
      ...problemAt(place, message, 'its own rules, and what is recorded:'),
      items,
    });
  }
  said.notes.push(...recorded);
  return { router: Object.assign({}, read.router, { profile }), modelGroups, ...said };
}

const LITELLM: Path = ['router', 'litellm'];
const PROFILE: Path = ['router', 'profile'];

/** Whose rules apply, and by which release is recorded: `1.88.0`. */
interface ReleaseInForce {
  readonly profile: string;
  readonly release: string;
  /** Whether the profile stands for a release that was not measured. */
  readonly standsFor: boolean;
}

function releaseOf(written: AsWritten, said: Said): ReleaseInForce {
  const { stated, router } = written.read;
  const { profile } = router;
  const measured = { profile, release: profileNamed(profile).release, standsFor: false };
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
  return { profile: nearest, release, standsFor: !isMeasured(release) };
}

/** The profile whose rules apply, of data as written: whatever else is wrong with them. */
export function profileInForce(root: Located, data: unknown): string {
  const litellm = valueAt(data, LITELLM);
  const profile = valueAt(data, PROFILE);
  const release = typeof litellm === 'string' ? readRelease(litellm)?.release : undefined;
  const holds = release === undefined || (profile !== undefined && profileIsLater(root) > 0);
  if (!holds) return nearestProfile(release).name;
  return typeof profile === 'string' ? profile : DEFAULT_PROFILE.name;
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

/** In what a release that was not measured is known to differ from the profile that stands for it. */
function ownRules(release: string, { name, readsLatencies }: StrategyKind): readonly string[] {
  if (!readsLatencies) return [`those of latencies play no part, as ${name} reads none`];
  if (!isWithinMeasured(release)) return ['how they differ is not known'];
  const differs = differences(release, nearestProfile(release));
  return differs.length === 0 ? ['none is known to differ'] : differs;
}

/** Model groups in which each group has the kind that its answers are recorded as, if that follows. */
function withKinds(written: AsWritten, release: string, said: Said): Scenario['modelGroups'] {
  const { read, root, data } = written;
  const { stated, modelGroups } = read;
  if (isKindStated(data)) return modelGroups;
  return modelGroups.map(({ groups, ...rest }, m) => {
    const { path, providers } = stated.modelGroups[m] as StatedOfModelGroup;
    const own = groups.map((group, g) => {
      if (path === undefined || group.samples?.kind !== undefined) return group;
      const found = kindOn(release, path, providers[g]);
      if (typeof found === 'string') {
        return { ...group, samples: { ...group.samples, kind: fractionsOf({ [found]: 1 }) } };
      }
      const at = [...groupPath(data, m, g), ...(providers[g] === undefined ? [] : ['provider'])];
      said.problems.push(problemAt(placeOf(root, at), found.message, found.remedy));
      return group;
    });
    return { ...rest, groups: own };
  });
}

type StatedOfModelGroup = ReadScenario['stated']['modelGroups'][number];

function isKindStated(data: unknown): boolean {
  return valueAt(data, ['samples', 'kind']) !== undefined;
}

/** Where what is recorded comes from, in words; nothing where the scenario says nothing of LiteLLM. */
function recordedWords({ read, data }: AsWritten, release: string): string[] {
  const { stated, modelGroups } = read;
  const isSaid = stated.litellm !== undefined;
  if (!isSaid && stated.modelGroups.every(({ path }) => path === undefined)) return [];
  if (isKindStated(data)) return [statedWords('')];
  const all = modelGroups.flatMap(({ groups }, m) =>
    groups.map(({ name, samples }) => ({
      name,
      stated: samples?.kind !== undefined,
      path: stated.modelGroups[m]?.path,
    })),
  );
  const own = all.filter((group) => group.stated);
  const others = all.filter((group) => !group.stated);
  const open = isSaid ? others.filter(({ path }) => path === undefined) : [];
  const on = new Set(others.flatMap(({ path }) => path ?? []));
  const said = new Set(stated.modelGroups.flatMap(({ providers }) => providers));
  const ofThese = PROVIDERS.filter((provider) => said.has(provider));
  const of = ofThese.length === 0 ? MEASURED_PROVIDERS : ofThese;
  const names = (some: typeof all) =>
    some.length === all.length ? null : some.map(({ name }) => name).join(', ');
  return [
    ...(own.length === 0 ? [] : [statedWords(` of ${names(own) ?? 'each group'}`)]),
    ...(open.length === 0 ? [] : [openWords(names(open), release, of)]),
    // On /chat/completions of a measured release there is nothing to assume.
    ...[...on]
      .filter((path) => path === 'messages' || !isMeasured(release))
      .map((path) => recordedNote(release, path, of)),
  ];
}

/** @param of which groups, where it is not of all */
function statedWords(of: string): string {
  return `${STATED}${of} is stated, and holds whatever the release`;
}

const STATED = 'samples.kind';

/** Whether a note is of what the scenario itself states. */
export function isOfStated(note: string): boolean {
  return note.startsWith(STATED);
}

/** Whether a note is of what is recorded, as far as that follows or has to be taken for granted. */
export function isOfRecorded(note: string): boolean {
  return note.startsWith(RECORDED) || note.startsWith(OPEN);
}

const RECORDED = 'what is recorded';
const OPEN = 'no path is stated';

/** @param whose answers; null: all. @param of the providers that serve them */
function openWords(whose: string | null, release: string, of: readonly Provider[]): string {
  const answers = whose === null ? 'every answer is' : `answers of ${whose} are`;
  return `${OPEN}, so ${answers} taken as recorded; ${wouldBeWords(release, 'messages', of)}`;
}

function groupPath(data: unknown, modelGroup: number, group: number): Path {
  const listed = valueAt(data, ['modelGroups']) !== undefined;
  return [...(listed ? ['modelGroups', modelGroup] : []), 'fleet', 'groups', group];
}

function recordedNote(release: string, path: RequestPath, of: readonly Provider[]): string {
  const where = path === 'chat' ? ` (measured in ${MEASURED}, taken so for ${release})` : '';
  return `${RECORDED} follows from litellm ${release}: ${bandWords(release, path, of)}${where}`;
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
  const providers = provider === undefined ? MEASURED_PROVIDERS : [provider];
  const [kind, ...others] = providers.map((each) => recordedAs(release, each, path));
  if (others.some((other) => other !== kind)) {
    return {
      message: `provider is missing: litellm ${release} does not record the same of all on ${on}`,
      remedy: `add provider: ${PROVIDERS.join(' or ')}, or state samples.kind of this group`,
    };
  }
  if (kind === null || kind === undefined) {
    const of = provider === undefined ? '' : ` of ${providerWords(provider)}`;
    return {
      message: `what litellm ${release} records${of} on ${on} was not measured; state samples.kind`,
      remedy:
        'add samples: { kind: ... } to this group: chat where they are recorded, else not-recorded',
    };
  }
  return kind;
}
