import { strategyKindOf } from '../strategies/in-file.js';
import { profileNamed, renamedProfile } from '../strategies/lowest-latency/profile.js';
import type { Problem } from '../text/problems.js';
import { type Located, type Path, placeOf, problemAt, valueAt } from '../text/tree.js';
import { fraction } from './fields.js';
import type { Kinds } from './kinds.js';
import type { Scenario } from './schema.js';

/**
 * What is no error, and worth knowing beside a result: where a scenario is read otherwise than it is
 * written, and what it says without effect. Works on the data as written, like `inconsistencies`.
 */
export function warningsOf(root: Located, data: unknown): Problem[] {
  const profile: Path = ['router', 'profile'];
  const renamed = renamedProfile(valueAt(data, profile));
  const percentile: Path = ['router', 'ttft_percentile'];
  const stream = fraction().safeParse(valueAt(data, ['samples', 'stream']) ?? 0);
  const warnings: Problem[] = [];
  const warn = (path: Path, message: string, remedy: string) =>
    warnings.push(problemAt(placeOf(root, path), message, remedy));
  if (renamed !== undefined) warn(profile, renamed.message, renamed.remedy);
  if (valueAt(data, percentile) !== undefined && stream.data === 0) {
    warn(
      percentile,
      'ttft_percentile has no effect: nothing streams',
      'remove it, or set samples.stream above 0',
    );
  }
  return warnings;
}

/** Where what a scenario means is not what LiteLLM does, as far as its strategy knows. */
export function caveatsOf(
  root: Located,
  { router, modelGroups }: Scenario,
  kinds: Kinds,
): Problem[] {
  const caveat = strategyKindOf(kinds.strategies, router.strategy).caveat?.({
    profile: profileNamed(router.profile),
    fleets: modelGroups.map(({ groups }) => groups),
  });
  if (caveat === undefined) return [];
  return [problemAt(placeOf(root, ['router', 'strategy']), caveat.problem, caveat.remedy)];
}
