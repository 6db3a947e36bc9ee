import { renamedProfile } from '../strategies/lowest-latency/profile.js';
import type { Problem } from '../text/problems.js';
import { type Located, type Path, placeOf, problemAt, valueAt } from '../text/tree.js';

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
