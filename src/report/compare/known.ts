import type { KnownOverTime } from '../../measure/known.js';
import type { KnownPanel } from '../known/panel.js';
import type { CompareReport } from './report.js';

/**
 * What the router knows with each variant.
 * @param found by run; what is not told is empty
 */
export function knownPanels(
  found: readonly { readonly known?: readonly KnownOverTime[] }[],
  { runs }: CompareReport,
): KnownPanel[] {
  return runs.map(({ variant, groups }, i) => ({
    logger: variant,
    groups,
    known: found[i]?.known ?? [],
  }));
}
