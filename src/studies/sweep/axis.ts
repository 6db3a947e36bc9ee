import { presentPath } from '../../scenario/former-names.js';
import { KINDS } from '../../scenario/kinds.js';
import { parsePath, written } from '../../scenario/paths.js';
import { isWholeField } from '../../scenario/whole-field.js';
import { exp, ln, powerOfTen } from '../../stats/elementary.js';
import type { Problem } from '../../text/problems.js';
import { type Path, problemAt, type Source } from '../../text/tree.js';
import { decimal, parseDuration, parseRate } from '../../text/units.js';

/** A range of values between two ends, both of which belong to it. */
export interface AxisRange {
  /** In the unit. */
  readonly from: number;
  readonly to: number;
  /** What stands behind a number: `s`, `/min`, `%`; empty: nothing. */
  readonly unit: string;
  readonly scale: 'linear' | 'log';
  /** The field is a count: values in between are rounded. */
  readonly whole: boolean;
  readonly steps: number;
}

/** A field that is varied, and its values. Plain data. */
export interface SweepAxis {
  /** As `--set` takes it. */
  readonly path: string;
  /** As they stand behind the path in a `--set`. */
  readonly values: readonly string[];
  /** Where they lie: a list's are at 0, 1, 2, ..., and so are those of a range, but for any left out. */
  readonly at: readonly number[];
  /** Null: they were given one by one. */
  readonly range: AxisRange | null;
}

/** An axis, or what is wrong with its text. */
export type ReadAxis =
  | { readonly axis: SweepAxis }
  | { readonly axis: null; readonly problem: Problem };

/** Values of a range, unless it says otherwise. */
const STEPS = 5;
/** More would be a slip of the keyboard. */
const MOST_STEPS = 100_000;

const FORM = 'write path=from..to, path=from..to:9, path=from..to:9:log or path=a,b,c';

/** Reads `path=from..to[:steps][:log]` or `path=a,b,c`, an argument of `--vary`. */
export function readAxis(text: string): ReadAxis {
  const source: Source = { file: '--vary', text, kind: 'argument' };
  const parsed = parsePath(text);
  const refused = (offset: number, message: string, remedy: string): ReadAxis => ({
    axis: null,
    problem: problemAt({ source, offset }, message, remedy),
  });
  if (typeof parsed === 'number') return refused(parsed, 'not a path=values pair', FORM);
  const { valueStart } = parsed;
  const path = presentPath(parsed.path, KINDS);
  const given = text.slice(valueStart);
  if (given.trim() === '') return refused(valueStart, 'there are no values', FORM);
  const read = isRange(given) ? readRange(path, given) : readList(given);
  if ('message' in read) return refused(valueStart, read.message, read.remedy);
  return { axis: { path: written(path), ...read } };
}

interface AxisFault {
  readonly message: string;
  readonly remedy: string;
}

type AxisValues = Omit<SweepAxis, 'path'>;

/** Two dots stand between the ends of a range; those of `../file.csv` are of a path. */
function isRange(text: string): boolean {
  return listed(text).length === 1 && /\.\.(?![./])/.test(text) && !/^\s*[[{"']/.test(text);
}

function readList(text: string): AxisValues | AxisFault {
  const values = listed(text).map((value) => value.trim());
  if (values.includes('')) return { message: 'a value is missing', remedy: FORM };
  const twice = values.find((value, i) => values.indexOf(value) !== i);
  if (twice !== undefined) return { message: `${twice} is there twice`, remedy: 'name it once' };
  return { values, at: values.map((_, i) => i), range: null };
}

/** Parts of a text between its commas, but for those in brackets and quotes. */
function listed(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let part = '';
  for (const character of text) {
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth--;
    if (character === ',' && depth === 0 && quote === '') {
      parts.push(part);
      part = '';
    } else {
      part += character;
    }
  }
  return [...parts, part];
}

function readRange(path: Path, text: string): AxisValues | AxisFault {
  const dots = text.indexOf('..');
  const [last = '', ...options] = text.slice(dots + 2).split(':');
  const ends = [text.slice(0, dots).trim(), last.trim()] as const;
  if (ends.includes('')) return { message: 'an end of the range is missing', remedy: FORM };
  const read = endsOf(...ends);
  if ('message' in read) return read;
  const { from, to, unit } = read;
  if (from > to) {
    const remedy = `write ${ends[1]}..${ends[0]}`;
    return { message: `the range is empty: ${ends[0]} is above ${ends[1]}`, remedy };
  }
  if (from === to) {
    const remedy = 'name two different ends, or set the field with --set';
    return { message: `the range is empty: it begins and ends at ${ends[0]}`, remedy };
  }
  let steps = STEPS;
  let scale: AxisRange['scale'] = 'linear';
  const given = options.map((one) => one.trim());
  if (given.filter((one) => one === 'log').length > 1 || given.length > 2) {
    return { message: 'steps or log are there twice', remedy: FORM };
  }
  for (const option of given) {
    if (option === 'log') scale = 'log';
    else if (/^\d{1,9}$/.test(option)) steps = Number(option);
    else return { message: `"${option}" is neither a number of steps nor log`, remedy: FORM };
  }
  if (steps < 2 || steps > MOST_STEPS) {
    const remedy = `write from 2 to ${MOST_STEPS} steps: both ends belong to the range`;
    return { message: `a range cannot have ${steps} steps`, remedy };
  }
  if (scale === 'log' && from <= 0) {
    const remedy = 'begin above 0, or leave :log out';
    return { message: `a range on a logarithmic scale cannot begin at ${ends[0]}`, remedy };
  }
  const isBareWhole = unit === '' && Number.isInteger(from) && Number.isInteger(to);
  const whole = isBareWhole && isWholeField(path);
  const range: AxisRange = { from, to, unit, scale, whole, steps };
  const all = Array.from({ length: steps }, (_, u) => valueAlong(range, u));
  const at = [...all.keys()].filter((u) => all[u] !== all[u - 1]);
  return { values: at.map((u) => all[u] as string), at, range };
}

const QUANTITY = /^(-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)\s?(us|ms|s|m|h|d|\/\s?(?:s|min|h)|%)?$/;

/** The ends in one unit, that of the first. */
function endsOf(
  first: string,
  last: string,
): { readonly from: number; readonly to: number; readonly unit: string } | AxisFault {
  const [a, b] = [QUANTITY.exec(first), QUANTITY.exec(last)];
  if (a === null || b === null) {
    const message = `"${a === null ? first : last}" is not a quantity, so there is nothing between`;
    return { message, remedy: 'write numbers with their units such as 1s..10s, or a list: a,b,c' };
  }
  const [from, to] = [Number(a[1]), Number(b[1])];
  const unitIn = (match: RegExpExecArray) => (match[2] ?? '').replace(' ', '');
  // 0 is the same in every unit.
  const unit = unitIn(a) === '' && from === 0 ? unitIn(b) : unitIn(a);
  const other = unitIn(b) === '' && to === 0 ? unit : unitIn(b);
  if (unit === other) return { from, to, unit };
  const size = sizeOf(unit);
  const otherSize = sizeOf(other);
  if (size === undefined || otherSize === undefined || size.of !== otherSize.of) {
    const remedy = 'give both ends the same unit';
    return { message: `${first} and ${last} are not of the same unit`, remedy };
  }
  return { from, to: Number(((to * otherSize.value) / size.value).toPrecision(15)), unit };
}

/** What one of a unit is, among those that it can be changed into. */
function sizeOf(
  unit: string,
): { readonly of: 'time' | 'rate'; readonly value: number } | undefined {
  if (unit === '' || unit === '%') return undefined;
  return unit.startsWith('/')
    ? { of: 'rate', value: parseRate(`1${unit}`) }
    : { of: 'time', value: parseDuration(`1${unit}`) };
}

/**
 * The value of a range at a place along it, from 0 to its steps less one. Its ends are as they were
 * given; in between four digits count: of a step, or of the value on a logarithmic scale.
 */
function valueAlong({ from, to, unit, scale, whole, steps }: AxisRange, u: number): string {
  const part = u / (steps - 1);
  const exact =
    scale === 'log' ? exp(ln(from) + part * (ln(to) - ln(from))) : from + part * (to - from);
  const rounded = () => {
    if (whole) return Math.round(exact);
    if (scale === 'log') return Number(exact.toPrecision(4));
    const step = (to - from) / (steps - 1);
    const decimals = 3 - powerOfTen(step);
    return Number(exact.toFixed(Math.min(Math.max(decimals, 0), 15)));
  };
  const value = u === 0 ? from : u === steps - 1 ? to : rounded();
  return `${value < 0 ? '-' : ''}${decimal(Math.abs(value))}${unit}`;
}

/** The value of an axis at a place along it. */
export function valueAtPlace({ values, at, range }: SweepAxis, u: number): string {
  return range === null ? (values[at.indexOf(u)] as string) : valueAlong(range, u);
}

/** What is wrong with axes that are each right on their own: one field twice, or one within another. */
export function axisClashes(
  axes: readonly SweepAxis[],
  texts: readonly string[],
  fixed: readonly string[],
): Problem[] {
  const within = (one: string, other: string) =>
    one === other || one.startsWith(`${other}.`) || one.startsWith(`${other}[`);
  return axes.flatMap(({ path }, i) => {
    const place = {
      source: { file: '--vary', text: texts[i] as string, kind: 'argument' as const },
      offset: 0,
    };
    const clashes = (other: string) => within(path, other) || within(other, path);
    const before = axes.slice(0, i).find((one) => clashes(one.path));
    if (before !== undefined) {
      const message =
        before.path === path
          ? `${path} is varied twice`
          : `${path} and ${before.path} are varied, and one is part of the other`;
      return [problemAt(place, message, 'vary each field once')];
    }
    const set = fixed.find(clashes);
    if (set === undefined) return [];
    const message = `${path} is varied, and ${set === path ? 'it' : set} is set as well`;
    return [problemAt(place, message, 'leave one of the two out')];
  });
}
