import type { Kind } from '../kernel/kind.js';
import type { Problem } from '../text/problems.js';
import { type Located, type MapEntry, type Path, problemAt } from '../text/tree.js';
import type { Kinds } from './kinds.js';

/**
 * Names that fields had before are still read, and mean the same: a tree is brought to the present
 * names before anything else looks at it. Its places stay.
 */
export interface FormerName {
  readonly former: string;
  readonly present: string;
}

/** A field at the top level. */
export const FORMER_REPLICATIONS: FormerName = { former: 'seeds', present: 'replications' };
/** The key of a distribution that says which one it is. */
export const FORMER_DISTRIBUTION: FormerName = { former: 'law', present: 'distribution' };
/** The field of the router that says how a deployment is chosen. */
export const FORMER_STRATEGY: FormerName = { former: 'policy', present: 'strategy' };

/** The fields of a group that hold a distribution. */
const OF_A_GROUP = ['latency', 'ttft', 'tokens'];

type MapKey = Path[number] | undefined;

/** Which of its keys has changed its name, by the key under which a map stands; none: at the top. */
function formerNamesOf(kinds: Kinds): (key: MapKey) => FormerName | undefined {
  const { distributions, loads, dispatches, stores, strategies } = kinds;
  const all: readonly Kind<unknown>[] = [
    distributions,
    loads,
    dispatches,
    stores,
    strategies,
  ].flat();
  const parameters = all.flatMap((kind) => Object.entries(kind.parameters));
  const holding = parameters.filter(([, { type }]) => type === 'distribution');
  const holders = new Set<MapKey>([...OF_A_GROUP, ...holding.map(([name]) => name)]);
  return (key) => {
    if (key === undefined) return FORMER_REPLICATIONS;
    if (key === 'router') return FORMER_STRATEGY;
    return holders.has(key) ? FORMER_DISTRIBUTION : undefined;
  };
}

/** A path under present names. */
export function presentPath(path: Path, kinds: Kinds): Path {
  const nameIn = formerNamesOf(kinds);
  return path.map((step, i) => {
    const name = nameIn(path[i - 1]);
    return step === name?.former ? name.present : step;
  });
}

/**
 * A tree under present names, and each field that it has under both: there the present one stays.
 * @param path where the tree stands in a scenario
 */
export function underPresentNames(
  tree: Located,
  kinds: Kinds,
  path: Path = [],
): { readonly root: Located; readonly problems: readonly Problem[] } {
  const nameIn = formerNamesOf(kinds);
  const problems: Problem[] = [];

  const renamed = ({ at, value }: Located, under: MapKey): Located => {
    if (value.kind === 'scalar') return { at, value };
    if (value.kind === 'list') {
      const items = value.items.map((item, i) => renamed(item, i));
      return { at, value: { kind: 'list', items } };
    }
    const name = nameIn(under);
    const entries = new Map<string, MapEntry>();
    for (const [key, { keyAt, node }] of value.entries) {
      const present = key === name?.former ? name.present : key;
      if (present !== key && value.entries.has(present)) {
        const message = `${key} and ${present} are two names of one field`;
        problems.push(problemAt(keyAt, message, `keep ${present}, and remove ${key}`));
        continue;
      }
      entries.set(present, { keyAt, node: renamed(node, present) });
    }
    return { at, value: { kind: 'map', entries } };
  };

  return { root: renamed(tree, path.at(-1)), problems };
}
