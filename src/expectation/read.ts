import { suggest } from '../text/problems.js';
import { forms, parseDuration, parsePercent, percentOf } from '../text/units.js';
import {
  COUNTS,
  type CountName,
  EXPECTED_VERDICTS,
  type Expectation,
  type ExpectedVerdict,
  type GroupName,
  type Sense,
} from './expectation.js';
import { readExplore } from './explore.js';
import { type Context, readGroup, readModelGroup, readModelGroupName, sameGroup } from './names.js';
import { ExpectationError, Scanner, type TextProblem } from './scanner.js';

export type ReadResult =
  | { readonly ok: true; readonly expectation: Expectation }
  | { readonly ok: false; readonly problem: TextProblem };

/** Reads one expectation. By recursive descent: a function per rule of the language. */
export function readExpectation(text: string, context: Context): ReadResult {
  const scanner = new Scanner(text);
  try {
    const expectation = ruleExpectation(scanner, context);
    if (!scanner.atEnd) {
      const rest = text.slice(scanner.offset, scanner.offset + 20).trim();
      scanner.fail(
        `"${rest}" is too much here`,
        'remove it; each expectation is an item of its own',
      );
    }
    return { ok: true, expectation };
  } catch (error) {
    if (error instanceof ExpectationError) return { ok: false, problem: error.problem };
    throw error;
  }
}

const MEASURES = [
  'share',
  'max_share',
  'p50',
  'p90',
  'p95',
  'p99',
  ...COUNTS,
  'verdict',
  'explore',
];
const EXAMPLE = 'write it like share(gpt-4.1) >= 85%, lost == 0 or verdict == differentiated';

function ruleExpectation(scanner: Scanner, context: Context): Expectation {
  const { offset } = scanner;
  const measure = scanner.expect(/[\p{L}\p{N}_.]+/uy, 'a measure', EXAMPLE);
  const percentile = percentOf(measure);
  if (percentile !== undefined) return ruleLatency(scanner, context, measure, percentile, offset);
  if (isCount(measure)) return ruleCount(scanner, measure);
  switch (measure) {
    case 'share':
      return ruleShare(scanner, context);
    case 'max_share':
      return ruleMaxShare(scanner, context);
    case 'verdict':
      return ruleVerdict(scanner, context);
    case 'explore':
      scanner.expect(/:/y, 'a colon', 'write explore: no violation with 3 tasks on remote');
      return readExplore(scanner);
    default:
      return scanner.fail(`there is no measure "${measure}"`, suggest(measure, MEASURES), offset);
  }
}

/** `share(g) >= 85% after 60s`, `share(a) >= 4 * share(b) after 60s`. */
function ruleShare(scanner: Scanner, context: Context): Expectation {
  const of = inBrackets(scanner, () => readGroup(scanner, context));
  const sense = operator(scanner, 'share', SENSES);
  const factor = scanner.peek(/share\b/y) === undefined ? scanner.take(FACTOR) : '1';
  if (factor === undefined) {
    const bound = percentage(scanner);
    const after_s = ruleAfter(scanner, context);
    return { kind: 'share', measure: 'share', of, sense, bound, after_s };
  }
  const { offset } = scanner;
  const other = ruleMultiple(scanner, context);
  if (sameGroup(of, other, context)) {
    scanner.fail(
      `the share of ${JSON.stringify(of.group)} is compared with itself`,
      'name another group',
      offset,
    );
  }
  const after_s = ruleAfter(scanner, context);
  return { kind: 'ratio', of, sense, factor: Number(factor), other, after_s };
}

/** A number before a `*`. */
const FACTOR = /\d+(?:\.\d+)?(?=\s*\*)/y;

/** `* share(b)`, or `share(b)` alone. */
function ruleMultiple(scanner: Scanner, context: Context): GroupName {
  scanner.take(/\*/y);
  scanner.expect(/share\b/y, 'share(...)', 'write it like share(a) >= 4 * share(b)');
  return inBrackets(scanner, () => readGroup(scanner, context));
}

/** `max_share(deployment in g) <= 60%`. */
function ruleMaxShare(scanner: Scanner, context: Context): Expectation {
  const form = 'write max_share(deployment in gpt-4.1)';
  const of = inBrackets(scanner, () => {
    scanner.expect(/deployment(?=\s)/y, '"deployment"', form);
    scanner.expect(/in(?=\s)/y, '"in"', form);
    return readGroup(scanner, context);
  });
  const sense = operator(scanner, 'max_share', SENSES);
  const bound = percentage(scanner);
  const after_s = ruleAfter(scanner, context);
  return { kind: 'share', measure: 'max_share', of, sense, bound, after_s };
}

/** `p95(latency) <= 2s`, `p95(latency in modelgroup) <= 2s`. */
function ruleLatency(
  scanner: Scanner,
  context: Context,
  measure: string,
  percentile: number,
  offset: number,
): Expectation {
  if (percentile === 0 || percentile === 1) {
    scanner.fail(`"${measure}" is no percentile`, 'use p50, p90, p95 or p99', offset);
  }
  const modelGroup = inBrackets(scanner, () => {
    scanner.expect(/latency\b/y, '"latency"', `write ${measure}(latency)`);
    return readModelGroup(scanner, context);
  });
  const sense = operator(scanner, measure, SENSES);
  const bound_s = duration(scanner);
  onlyOfShares(scanner);
  return { kind: 'latency', percentile, modelGroup, sense, bound_s };
}

/** `lost == 0`. */
function ruleCount(scanner: Scanner, count: CountName): Expectation {
  const comparison = operator(scanner, count, ['==', ...SENSES]);
  const { offset } = scanner;
  const number = scanner.expect(VALUE, 'a whole number', `write it like ${count} == 0`);
  if (!/^\d{1,15}$/.test(number)) {
    scanner.fail(`"${number}" is no whole number`, `write it like ${count} == 0`, offset);
  }
  onlyOfShares(scanner);
  return { kind: 'count', count, comparison, bound: Number(number) };
}

function isCount(measure: string): measure is CountName {
  return (COUNTS as readonly string[]).includes(measure);
}

/** `verdict == differentiated`, `verdict(modelgroup) != degraded`. */
function ruleVerdict(scanner: Scanner, context: Context): Expectation {
  const modelGroup =
    scanner.peek(/\(/y) === undefined
      ? null
      : inBrackets(scanner, () => readModelGroupName(scanner, context));
  const comparison = operator(scanner, 'verdict', ['==', '!=']);
  const { offset } = scanner;
  const names: readonly string[] = EXPECTED_VERDICTS;
  const verdict = scanner.expect(/[\p{L}-]+/uy, 'a verdict', `use one of ${names.join(', ')}`);
  if (verdict === 'undecided') {
    scanner.fail(
      '"undecided" says that there were too few replications, so it cannot be expected',
      `use one of ${names.join(', ')}`,
      offset,
    );
  }
  if (!names.includes(verdict)) {
    scanner.fail(`there is no verdict "${verdict}"`, suggest(verdict, names), offset);
  }
  onlyOfShares(scanner);
  return { kind: 'verdict', modelGroup, comparison, verdict: verdict as ExpectedVerdict };
}

/** `after 60s`, in seconds; 0 where it is not there. */
function ruleAfter(scanner: Scanner, { duration_s }: Context): number {
  if (scanner.take(/after\b/y) === undefined) return 0;
  const { offset } = scanner;
  const after_s = duration(scanner);
  if (duration_s !== null && after_s >= duration_s) {
    scanner.fail('nothing arrives after the end of the run', 'write an earlier time', offset);
  }
  return after_s;
}

function onlyOfShares(scanner: Scanner): void {
  if (scanner.peek(/after\b/y) === undefined) return;
  scanner.fail('"after" goes with shares only', 'remove it, or set warmup in the scenario');
}

function inBrackets<T>(scanner: Scanner, inner: () => T): T {
  scanner.expect(/\(/y, '"("', 'put the name in brackets');
  const value = inner();
  scanner.expect(/\)/y, '")"', 'close the bracket; put a name with blanks in quotes');
  return value;
}

const SENSES: readonly Sense[] = ['>=', '<='];

function operator<Op extends string>(
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
const VALUE = /[^\s()*]+/uy;

function percentage(scanner: Scanner): number {
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
    scanner.fail(`"${unit.text}" is no unit of a share`, form, offset + unit.offset);
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

function duration(scanner: Scanner): number {
  const form = `write ${forms.duration}`;
  const { offset } = scanner;
  const written = scanner.expect(QUANTITY, 'a duration', form);
  // Read as a whole, but at fault is the unit, if there is one.
  const at = offset + (unitIn(written)?.offset ?? 0);
  return parsed(scanner, at, () => parseDuration(written), form);
}

/** What a reader of `units.ts` throws becomes a problem at this place. */
function parsed(scanner: Scanner, offset: number, read: () => number, form: string): number {
  try {
    return read();
  } catch (error) {
    return scanner.fail((error as Error).message, form, offset);
  }
}
