import { KINDS, type Kinds } from '../../scenario/kinds.js';
import type { Group, Scenario } from '../../scenario/schema.js';
import { list } from '../kit/words.js';

/**
 * What to know where strategies that look at load are compared on servers that do not mind it: there is
 * nothing to be gained by it.
 * @param scenario whose fleet it is
 * @param strategies by their names
 * @returns nothing, or one warning with its remedy
 */
export function warningsOf(
  { modelGroups }: Scenario,
  strategies: readonly string[],
  kinds: Kinds = KINDS,
): string[] {
  if (modelGroups.some(({ groups }) => groups.some(slowsUnderLoad))) return [];
  const looking = strategies.filter(
    (name) => kinds.strategies.find((kind) => kind.name === name)?.looksAtLoad,
  );
  if (looking.length === 0) return [];
  const look = looking.length === 1 ? 'looks' : 'look';
  return [
    `${list(looking)} ${look} at load, and no deployment here slows down under it: these latencies do not tell what that is worth. Give groups a capacity, such as capacity: { slots: 8 }.`,
  ];
}

/** Whether deployments of a group answer the later the more requests are under way there. */
function slowsUnderLoad(group: Group): boolean {
  return 'capacity' in group && group.capacity !== undefined;
}
