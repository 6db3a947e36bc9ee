import { limits } from '../text/limits.js';
import type { Path, Place } from '../text/tree.js';

/** A path as `--set` takes it: `fleet.groups[0].deployments`. */
export function written(path: Path): string {
  if (path.length === 0) return 'the scenario';
  return path
    .map((step, i) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[\w-]{1,60}$/.test(step)) return `[${short(step)}]`;
      return i === 0 ? step : `.${step}`;
    })
    .join('');
}

/** A value as messages quote it. */
export function short(value: unknown): string {
  const isPlain = typeof value !== 'string' && typeof value !== 'object';
  const text = isPlain ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/**
 * Reads `a.b[0]["c.d"].1=` at the start of an argument. Gives the offset of the first character that
 * does not fit where it is none.
 */
export function parsePath(text: string): { path: Path; valueStart: number } | number {
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

/** The whole path of a `--set`, where the place is that and not within its value. */
export function pathGiven({ source, offset }: Place): Path | undefined {
  if (source.kind === 'file' || offset > 0) return undefined;
  const given = parsePath(source.text);
  return typeof given === 'number' ? undefined : given.path;
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
