import { limits } from '../text/limits.js';
import type { Problem } from '../text/problems.js';
import { graft, type Located, type Path, problemAt, type Source } from '../text/tree.js';
import { readYaml } from '../text/yaml.js';
import { written } from './explain.js';

/**
 * Applies `path=value` overrides, in order. The value is YAML; what it says is validated with the
 * rest of the scenario, and its errors point into the argument.
 */
export function applyOverrides(
  root: Located,
  overrides: readonly string[],
): { root: Located; problems: Problem[] } {
  const problems: Problem[] = [];
  let tree = root;
  for (const override of overrides) {
    const result = applyOverride(tree, override);
    problems.push(...result.problems);
    tree = result.root;
  }
  return { root: tree, problems };
}

function applyOverride(root: Located, override: string): { root: Located; problems: Problem[] } {
  const source: Source = { file: '--set', text: override, kind: 'argument' };
  const refuse = (offset: number, message: string, remedy: string) => ({
    root,
    problems: [problemAt({ source, offset }, message, remedy)],
  });

  const parsed = parsePath(override);
  if (typeof parsed === 'number') {
    return refuse(parsed, 'this is no path=value', 'write it like router.ttl=60s');
  }
  const { path, valueStart } = parsed;
  const obstacle = findObstacle(root, path);
  if (obstacle !== null) return refuse(0, obstacle.message, obstacle.remedy);

  const value = readYaml(source, { start: valueStart });
  if (value.root === null) return { root, problems: value.problems };
  const entry = { keyAt: { source, offset: 0 }, node: value.root };
  return { root: graft(root, path, entry), problems: value.problems };
}

/**
 * Reads `a.b[0]["c.d"].1=` at the start of an argument. Gives the offset of the first character that
 * does not fit where it is none.
 */
function parsePath(text: string): { path: Path; valueStart: number } | number {
  const path: (string | number)[] = [];
  let offset = 0;
  for (;;) {
    const step = stepAt(text, offset, path.length === 0);
    if (step === null) return offset;
    path.push(step.step);
    offset = step.end;
    if (text[offset] === '=') return { path, valueStart: offset + 1 };
    if (path.length > limits.depth) return offset;
  }
}

function stepAt(
  text: string,
  offset: number,
  first: boolean,
): { step: string | number; end: number } | null {
  const pattern = /(\.?)(?:([\p{L}\p{N}_-]+)|\[(\d{1,9})\]|\[(?:"([^"]*)"|'([^']*)')\])/uy;
  pattern.lastIndex = offset;
  const match = pattern.exec(text);
  if (match === null) return null;
  const [all, dot, bare, index, double, single] = match;
  const needsDot = !first && bare !== undefined;
  if ((dot === '.') !== needsDot) return null;
  const step = index !== undefined ? Number(index) : (bare ?? double ?? single ?? '');
  return { step, end: offset + all.length };
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
        const message = `${here} is a list of ${length}: ${JSON.stringify(step)} is none of them`;
        return { message, remedy: `number them from 0: ${here}[0]` };
      }
      node = value.items[index];
    } else if (value.kind === 'map') {
      if (typeof step === 'number') {
        return { message: `${here} is no list`, remedy: 'name a key: path.key=value' };
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
