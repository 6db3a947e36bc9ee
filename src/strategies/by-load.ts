import type { Cause } from '../model/cause.js';
import type { Choice } from '../model/strategy.js';

/** A deployment as a strategy that goes by load has seen it. */
export interface SeenLoad {
  readonly position: number;
  /** How many requests it has under way. */
  readonly requests: number;
}

/**
 * Why the lowest load was that of a slower group's deployment: the first cause that matches.
 * @param compared all that were
 * @param loadOf the load that what is seen makes
 */
export function causeByLoad<S extends SeenLoad>(
  { chosen, fastest, fleet, healthy, underWay }: Choice<unknown>,
  compared: readonly S[],
  loadOf: (seen: S) => number,
): Cause {
  const group = fleet.groupOf[fastest[0]!];
  const isFast = (position: number): boolean => fleet.groupOf[position] === group;
  if (healthy?.some(isFast) === false) return 'unavailable';
  const fast = compared.filter(({ position }) => isFast(position));
  const taken = compared.find(({ position }) => position === chosen);
  if (fast.length === 0 || taken === undefined) return 'random';
  const really = (seen: S): number => loadOf({ ...seen, requests: underWay[seen.position]! });
  const load = really(taken);
  if (fast.some((seen) => really(seen) < load)) return 'outdated';
  const lowest = loadOf(taken);
  return fast.some((seen) => loadOf(seen) === lowest) ? 'tie' : 'preferred';
}
