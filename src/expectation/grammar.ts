import {
  type DurationUnit,
  formatDuration,
  forms,
  parseDuration,
  parsePercent,
  unitOfDuration,
} from '../text/units.js';
import type { Sense } from './bound.js';
import { type Context, type GroupName, readGroup } from './names.js';
import type { Scanner } from './scanner.js';

/** Rules that several kinds of expectation have in common: a function per rule of the language. */

/** What a value looks like that is no quantity. */
export const VALUE = /[^\s()*]+/uy;

/** The operators of what has an interval. */
export const SENSES: readonly Sense[] = ['>=', '<='];

/** What a share begins with: `(g) >=`. */
export function boundedShare(scanner: Scanner, context: Context) {
  const of = ofGroup(scanner, context);
  return { of, sense: operator(scanner, 'share', SENSES) };
}

/** `(g)`. */
export function ofGroup(scanner: Scanner, context: Context): GroupName {
  return inBrackets(scanner, () => readGroup(scanner, context));
}

/** Whether something is taken from a share. */
export function differenceFollows(scanner: Scanner): boolean {
  return scanner.peek(/-/y) !== undefined;
}

/** A number before a `*`. */
export const FACTOR = /\d+(?:\.\d+)?(?=\s*\*)/y;

/** Whether a multiple of another share follows, and not a percentage. */
export function multipleFollows(scanner: Scanner): boolean {
  return scanner.peek(/share\b/y) !== undefined || scanner.peek(FACTOR) !== undefined;
}

/** From when on requests count, in seconds, and the unit that it was written in (see `duration`). */
export interface AfterTime {
  readonly after_s: number;
  readonly afterUnit?: DurationUnit;
}

/** `after 60s`; 0 where it is not there. */
export function after(scanner: Scanner, { duration_s }: Context): AfterTime {
  if (scanner.take(/after\b/y) === undefined) return { after_s: 0 };
  const { offset } = scanner;
  const { value_s: after_s, unit } = duration(scanner);
  if (duration_s !== null && after_s >= duration_s) {
    scanner.fail('nothing arrives after the end of the run', 'write an earlier time', offset);
  }
  return unit === undefined ? { after_s } : { after_s, afterUnit: unit };
}

/** Refuses an `after` where there is nothing that it could go with. */
export function noAfter(scanner: Scanner): void {
  if (scanner.peek(/after\b/y) === undefined) return;
  scanner.fail('"after" goes with shares only', 'remove it, or set warmup in the scenario');
}

export function inBrackets<T>(scanner: Scanner, inner: () => T): T {
  scanner.expect(/\(/y, '"("', 'put the name in brackets');
  const value = inner();
  scanner.expect(/\)/y, '")"', 'close the bracket; put a name with blanks in quotes');
  return value;
}

export function operator<Op extends string>(
  scanner: Scanner,
  measure: string,
  fitting: readonly Op[],
): Op {
  const { offset } = scanner;
  const remedy = `write ${fitting.join(' or ')}`;
  const written = scanner.expect(/[<>=!~≤≥≠]+/uy, 'an operator', remedy);
  const op = fitting.find((one) => one === written);
  return op ?? scanner.fail(`"${written}" does not fit ${measure}`, remedy, offset);
}

/** A number and its unit, which may stand apart from it; what is no unit is told to be none. */
const QUANTITY = /\d+(?:\.\d+)?\s(?!after\b)[\p{L}%]+(?![^\s])|[^\s()*]+/uy;

export function percentage(scanner: Scanner): number {
  const form = 'write a percentage such as 85%, or a multiple such as 4 * share(b)';
  const { offset } = scanner;
  const written = scanner.expect(QUANTITY, 'a percentage', form);
  if (/^\d+(\.\d+)?$/.test(written)) {
    scanner.fail(
      `"${written}" has no unit`,
      `write a percentage such as ${inPercent(written)}`,
      offset,
    );
  }
  const unit = unitIn(written);
  if (unit !== null && unit.text !== '%') {
    scanner.fail(`"${unit.text}" is not a unit of a share`, form, offset + unit.offset);
  }
  return parsed(scanner, offset, () => parsePercent(written), form);
}

/** What stands behind a number, and where. */
function unitIn(quantity: string): { readonly text: string; readonly offset: number } | null {
  const [, number, text] = /^(\d+(?:\.\d+)?\s?)(\p{L}+|%)$/u.exec(quantity) ?? [];
  return number === undefined || text === undefined ? null : { text, offset: number.length };
}

/** What a bare number most likely means. */
function inPercent(number: string): string {
  const value = Number(number);
  return value < 1 ? `${Number((value * 100).toPrecision(12))}%` : `${number}%`;
}

/** A duration, and its unit where another would make it shorter: texts say it as it was written. */
export interface WrittenDuration {
  readonly value_s: number;
  readonly unit?: DurationUnit;
}

export function duration(scanner: Scanner): WrittenDuration {
  const form = `write ${forms.duration}`;
  const { offset } = scanner;
  const written = scanner.expect(QUANTITY, 'a duration', form);
  // Read as a whole, but at fault is the unit, if there is one.
  const at = offset + (unitIn(written)?.offset ?? 0);
  const value_s = parsed(scanner, at, () => parseDuration(written), form);
  const unit = unitOfDuration(written);
  const shortest = unitOfDuration(formatDuration(value_s));
  return unit === undefined || unit === shortest ? { value_s } : { value_s, unit };
}

/** What a reader of `units.ts` throws becomes a problem at this place. */
function parsed(scanner: Scanner, offset: number, read: () => number, form: string): number {
  try {
    return read();
  } catch (error) {
    return scanner.fail((error as Error).message, form, offset);
  }
}
