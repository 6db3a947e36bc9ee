import type { Kind } from '../../kernel/kind.js';
import type { Kinds } from '../../scenario/kinds.js';
import type { Inventory, ListedItem } from './text.js';

/** What a scenario may name, as lists show it. */
export function kindsListed(kinds: Kinds): Omit<Inventory, 'scenarios' | 'loggers' | 'profiles'> {
  const { strategies, distributions, capacities, loads, dispatches, stores, expectations } = kinds;
  return {
    strategies: strategies.map(item),
    distributions: distributions.map(item),
    capacities: capacities.map(item),
    loads: loads.map(item),
    dispatches: dispatches.map(item),
    stores: stores.map(item),
    expectations: expectations.map(({ kind, says }) => ({ name: kind, summary: says })),
  };
}

/** A line of a list is no sentence: it ends without a full stop. */
function item({ name, says }: Kind<unknown>): ListedItem {
  return { name, summary: says.replace(/\.$/, '') };
}
