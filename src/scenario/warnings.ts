import { kindNamed } from '../kernel/kind.js';
import { profileNamed, renamedProfile } from '../strategies/lowest-latency/profile.js';
import type { Problem } from '../text/problems.js';
import { type Located, type Path, placeOf, problemAt, valueAt } from '../text/tree.js';
import type { Kinds } from './kinds.js';
import type { Scenario } from './schema.js';

/**
 * What is no error, and worth knowing beside a result: where a scenario is read otherwise than it is
 * written. Works on the data as written, like `inconsistencies`.
 */
export function warningsOf(root: Located, data: unknown): Problem[] {
  const profile: Path = ['router', 'profile'];
  const renamed = renamedProfile(valueAt(data, profile));
  if (renamed === undefined) return [];
  return [problemAt(placeOf(root, profile), renamed.message, renamed.remedy)];
}

/** Where what a scenario means is not what LiteLLM does, as far as its strategy knows. */
export function caveatsOf(
  root: Located,
  { router, modelGroups }: Scenario,
  kinds: Kinds,
): Problem[] {
  const caveat = kindNamed(kinds.strategies, router.policy).caveat?.({
    profile: profileNamed(router.profile),
    fleets: modelGroups.map(({ groups }) => groups),
  });
  if (caveat === undefined) return [];
  return [problemAt(placeOf(root, ['router', 'policy']), caveat.problem, caveat.remedy)];
}
