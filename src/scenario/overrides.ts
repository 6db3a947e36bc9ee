import { strategyKindOf } from '../strategies/in-file.js';
import { isModulePath } from '../text/addresses.js';
import type { Problem } from '../text/problems.js';
import { graft, type Located, type Path, problemAt, type Source } from '../text/tree.js';
import { quoted } from '../text/units.js';
import { readYaml } from '../text/yaml.js';
import { presentPath, underPresentNames } from './former-names.js';
import type { Kinds } from './kinds.js';
import { parsePath, written } from './paths.js';

/** A tree with something laid over it, and what was wrong with that. */
export interface Overridden {
  readonly root: Located;
  readonly problems: readonly Problem[];
}

/**
 * Applies `path=value` overrides, in order. The value is YAML; what it says is validated with the
 * rest of the scenario, and its errors point into the argument.
 */
export function applyOverrides(
  root: Located,
  overrides: readonly string[],
  kinds: Kinds,
): Overridden {
  return inTurn(root, overrides, (tree, override) => {
    const source: Source = { file: '--set', text: override, kind: 'argument' };
    const parsed = parsePath(override);
    if (typeof parsed === 'number') {
      const place = { source, offset: parsed };
      const problem = problemAt(place, 'not a path=value pair', 'write it like router.ttl=60s');
      return { root: tree, problems: [problem] };
    }
    const { path, valueStart } = parsed;
    return lay(tree, path, source, () => readYaml(source, { start: valueStart }), kinds);
  });
}

/**
 * Names the strategy, as `--strategy` does. What the router says for others, and this one does not have, is
 * left out and named: a comparison is of one scenario, which has the parameters of all.
 */
export function applyStrategy(
  root: Located,
  name: string | undefined,
  kinds: Kinds,
): Overridden & { readonly leftOut: readonly Problem[] } {
  if (name === undefined) return { root, problems: [], leftOut: [] };
  const source: Source = { file: '--strategy', text: name, kind: 'argument' };
  const given: Located = { at: { source, offset: 0 }, value: { kind: 'scalar', scalar: name } };
  const named = lay(root, STRATEGY, source, () => ({ root: given, problems: [] }), kinds);
  const router = named.root.value.kind === 'map' ? named.root.value.entries.get('router') : null;
  const isKnown = isModulePath(name) || kinds.strategies.some((one) => one.name === name);
  if (router?.node.value.kind !== 'map' || !isKnown) return { ...named, leftOut: [] };
  const kind = strategyKindOf(kinds.strategies, name);
  const foreign = foreignTo(kind, kinds);
  const all = [...router.node.value.entries];
  const others = all.filter(([key]) => foreign.has(key));
  if (others.length === 0) return { ...named, leftOut: [] };
  const own = new Map(all.filter(([key]) => !foreign.has(key)));
  const node: Located = { at: router.node.at, value: { kind: 'map', entries: own } };
  return {
    root: graft(named.root, ['router'], { keyAt: router.keyAt, node }),
    problems: named.problems,
    leftOut: others.map(([key, { keyAt }]) =>
      problemAt(keyAt, `${key} is left out under --strategy ${name}`, `${name} does not have it`),
    ),
  };
}

const STRATEGY: Path = ['router', 'strategy'];

/** Fields of the router that a strategy does not have, and others do. */
function foreignTo(kind: Kinds['strategies'][number], kinds: Kinds): ReadonlySet<string> {
  const all = kinds.strategies.flatMap(({ parameters }) => Object.keys(parameters));
  const foreign = all.filter((name) => !(name in kind.parameters));
  return new Set(kind.readsLatencies ? foreign : [...foreign, 'ttft_percentile']);
}

/**
 * Values of the options that set one field each, as they stand on the command line. `--seed 7` is
 * `--set seed=7` that comes after all others, and that errors name as it was written.
 */
export interface Shorthands {
  readonly seed?: string;
  readonly replications?: string;
  readonly profile?: string;
  /** In points of share. */
  readonly margin?: string;
}

interface Shorthand {
  readonly path: Path;
  readonly read: (source: Source) => ReadValue;
}

const SHORTHANDS: Readonly<Record<keyof Shorthands, Shorthand>> = {
  seed: { path: ['seed'], read: readYaml },
  replications: { path: ['replications'], read: readYaml },
  profile: { path: ['router', 'profile'], read: readYaml },
  margin: { path: ['margin'], read: readPoints },
};

/** Applies the options that set one field each. */
export function applyShorthands(root: Located, given: Shorthands, kinds: Kinds): Overridden {
  return inTurn(root, Object.keys(SHORTHANDS) as (keyof Shorthands)[], (tree, name) => {
    const text = given[name];
    if (text === undefined) return { root: tree, problems: [] };
    const source: Source = { file: `--${name}`, text, kind: 'argument' };
    const { path, read } = SHORTHANDS[name];
    return lay(tree, path, source, () => read(source), kinds);
  });
}

/** Points of share, with or without a sign of per cent, as a fraction. */
function readPoints(source: Source): ReadValue {
  const at = { source, offset: 0 };
  const [, digits] = /^(\d+(?:\.\d+)?)%?$/.exec(source.text) ?? [];
  const value = Number(`${digits}e-2`);
  if (value <= 1) return { root: { at, value: { kind: 'scalar', scalar: value } }, problems: [] };
  const message = `margin cannot be ${quoted(source.text)}`;
  const remedy = 'write points of share from 0 to 100, such as 10';
  return { root: null, problems: [problemAt(at, message, remedy)] };
}

function inTurn<Change>(
  root: Located,
  changes: readonly Change[],
  apply: (tree: Located, change: Change) => Overridden,
): Overridden {
  const problems: Problem[] = [];
  let tree = root;
  for (const change of changes) {
    const result = apply(tree, change);
    problems.push(...result.problems);
    tree = result.root;
  }
  return { root: tree, problems };
}

type ReadValue = ReturnType<typeof readYaml>;

/** Lays a value over a tree, if its path leads anywhere. */
function lay(
  root: Located,
  as: Path,
  source: Source,
  read: () => ReadValue,
  kinds: Kinds,
): Overridden {
  const start = { source, offset: 0 };
  const path = presentPath(as, kinds);
  const obstacle = findObstacle(root, path);
  if (obstacle !== null) {
    return { root, problems: [problemAt(start, obstacle.message, obstacle.remedy)] };
  }
  const value = read();
  if (value.root === null) return { root, problems: value.problems };
  const named = underPresentNames(value.root, kinds, path);
  const entry = { keyAt: start, node: named.root };
  return { root: graft(root, path, entry), problems: [...value.problems, ...named.problems] };
}

/** Why a path leads nowhere: through a scalar, past the end of a list, by name into a list. */
function findObstacle(root: Located, path: Path): { message: string; remedy: string } | null {
  let node: Located | undefined = root;
  for (const [i, step] of path.entries()) {
    if (step === '__proto__') return { message: 'unknown key "__proto__"', remedy: 'remove it' };
    if (node === undefined) {
      if (typeof step !== 'number') continue;
      return {
        message: `there is no list at ${written(path.slice(0, i))}`,
        remedy: 'set the whole list: path=[...]',
      };
    }
    const here = written(path.slice(0, i));
    const { value }: Located = node;
    if (value.kind === 'list') {
      const index = Number(step);
      const { length } = value.items;
      if (!/^\d+$/.test(String(step)) || index >= length) {
        const message = `${here} is a list of ${length}: ${JSON.stringify(step)} is not one of them`;
        return { message, remedy: `number them from 0: ${here}[0]` };
      }
      node = value.items[index];
    } else if (value.kind === 'map') {
      if (typeof step === 'number') {
        return { message: `${here} is not a list`, remedy: 'name a key: path.key=value' };
      }
      node = value.entries.get(step)?.node;
    } else if (value.scalar === null) {
      node = undefined;
    } else {
      const inner = written(path.slice(i));
      return {
        message: `${here} is a single value, it has no ${inner}`,
        remedy: `replace it by a map: ${here}={...}`,
      };
    }
  }
  return null;
}
