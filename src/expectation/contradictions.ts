import type {
  CountExpectation,
  Expectation,
  ExploreExpectation,
  GroupName,
  LatencyExpectation,
  ShareExpectation,
  VerdictExpectation,
} from './expectation.js';
import { type Context, shortest } from './names.js';
import { writeExpectation } from './write.js';

/** What rounding may do to sums of a few percentages, and to a factor that is turned over. */
const ROUNDING = 1e-9;

/** An expectation that cannot hold together with one before it. */
export interface Contradiction {
  /** Position in the list of the later of them. */
  readonly at: number;
  readonly message: string;
}

/**
 * Which of the expectations of one logger cannot hold together: no value is on the right side of
 * both bounds, the least shares of a model group are more than all of it, two verdicts at once; or
 * the same is said twice.
 */
export function contradictions(list: readonly Expectation[], context: Context): Contradiction[] {
  const found: Contradiction[] = [];
  const plain = list.map((one) => normalised(one, context));
  for (const [at, later] of plain.entries()) {
    const text = writeExpectation(list[at] as Expectation);
    for (const [i, earlier] of plain.slice(0, at).entries()) {
      const other = writeExpectation(list[i] as Expectation);
      if (writeExpectation(earlier) === writeExpectation(later)) {
        found.push({ at, message: `${text} stands here twice` });
      } else if (excludes(earlier, later)) {
        found.push({ at, message: `${text} cannot hold together with ${other}` });
      } else continue;
      break;
    }
  }
  return [...found, ...tooMuch(list, context, found)];
}

/**
 * The same expectation for all ways to write it: a model group is named only where it must be, and a
 * ratio compares the group that comes first with the other.
 */
function normalised(expectation: Expectation, context: Context): Expectation {
  const only = context.modelGroups.length === 1;
  switch (expectation.kind) {
    case 'share':
      return { ...expectation, of: shortest(expectation.of, context) };
    case 'ratio': {
      const of = shortest(expectation.of, context);
      const other = shortest(expectation.other, context);
      const { factor, sense } = expectation;
      if (factor === 0 || nameOf(of) <= nameOf(other)) return { ...expectation, of, other };
      const turned = sense === '>=' ? '<=' : '>=';
      return { ...expectation, of: other, other: of, factor: 1 / factor, sense: turned };
    }
    case 'latency':
    case 'verdict':
      return only ? { ...expectation, modelGroup: null } : expectation;
    default:
      return expectation;
  }
}

function nameOf({ group, modelGroup }: GroupName): string {
  return JSON.stringify([group, modelGroup]);
}

/** Whether two expectations exclude one another. */
function excludes(one: Expectation, other: Expectation): boolean {
  if (one.kind === 'latency' && other.kind === 'latency') return latenciesExclude(one, other);
  if (one.kind === 'share' && other.kind === 'share' && one.measure !== other.measure) {
    return largestExcludes(one, other);
  }
  if (one.kind === 'verdict' && other.kind === 'verdict') return verdictsExclude(one, other);
  if (one.kind === 'explore' && other.kind === 'explore') return exploresExclude(one, other);
  const a = allowed(one);
  const b = allowed(other);
  if (a === null || b === null || a.measure !== b.measure) return false;
  return Math.max(a.low, b.low) > Math.min(a.high, b.high) * (1 + ROUNDING);
}

/** A percentile is not less than a lower one. */
function latenciesExclude(one: LatencyExpectation, other: LatencyExpectation): boolean {
  if (one.modelGroup !== other.modelGroup || one.sense === other.sense) return false;
  const [least, most] = one.sense === '>=' ? [one, other] : [other, one];
  return least.percentile <= most.percentile && least.bound_s > most.bound_s;
}

/** The largest share of one deployment of a group is not more than the group's. */
function largestExcludes(one: ShareExpectation, other: ShareExpectation): boolean {
  const [largest, whole] = one.measure === 'max_share' ? [one, other] : [other, one];
  const same = nameOf(one.of) === nameOf(other.of) && one.after_s === other.after_s;
  return same && largest.sense === '>=' && whole.sense === '<=' && largest.bound > whole.bound;
}

function verdictsExclude(one: VerdictExpectation, other: VerdictExpectation): boolean {
  if (one.modelGroup !== other.modelGroup) return false;
  if (one.comparison === '!=' && other.comparison === '!=') return false;
  const same = one.verdict === other.verdict;
  return one.comparison === other.comparison ? !same : same;
}

function exploresExclude(one: ExploreExpectation, other: ExploreExpectation): boolean {
  return (
    one.violation !== other.violation &&
    writeExpectation({ ...one, violation: true }) ===
      writeExpectation({ ...other, violation: true })
  );
}

interface Range {
  /** What it is a range of. */
  readonly measure: string;
  readonly low: number;
  readonly high: number;
}

/** The values of its measure that an expectation allows; null where it is about no single number. */
function allowed(expectation: Expectation): Range | null {
  switch (expectation.kind) {
    case 'share': {
      const { sense, bound } = expectation;
      return range(writeExpectation({ ...expectation, sense: '>=', bound: 0 }), sense, bound);
    }
    case 'ratio': {
      const { sense, factor } = expectation;
      return range(writeExpectation({ ...expectation, sense: '>=', factor: 1 }), sense, factor);
    }
    case 'count': {
      const { count, comparison, bound }: CountExpectation = expectation;
      return range(count, comparison, bound);
    }
    default:
      return null;
  }
}

function range(measure: string, comparison: '>=' | '<=' | '==', bound: number): Range {
  return {
    measure,
    low: comparison === '<=' ? Number.NEGATIVE_INFINITY : bound,
    high: comparison === '>=' ? Number.POSITIVE_INFINITY : bound,
  };
}

/** Least shares that are more than all together, and greatest shares that are less. */
function tooMuch(
  list: readonly Expectation[],
  context: Context,
  known: readonly Contradiction[],
): Contradiction[] {
  const found: Contradiction[] = [];
  for (const { name, groups } of context.modelGroups) {
    const cuts = new Set(list.map((one) => ('after_s' in one ? one.after_s : 0)));
    for (const after_s of cuts) {
      const low = new Map<string, number>();
      const high = new Map<string, number>();
      for (const [at, one] of list.entries()) {
        if (one.kind !== 'share' || one.measure !== 'share' || one.after_s !== after_s) continue;
        const { group, modelGroup } = one.of;
        if (!groups.includes(group) || (modelGroup ?? name) !== name) continue;
        if (one.sense === '>=') low.set(group, Math.max(low.get(group) ?? 0, one.bound));
        else high.set(group, Math.min(high.get(group) ?? 1, one.bound));
        if (known.some((other) => other.at === at)) continue;
        if (one.sense === '>=' && sum(low) > 1 + ROUNDING) {
          found.push({ at, message: `the least shares of ${name} are more than 100% together` });
          break;
        }
        if (one.sense === '<=' && high.size === groups.length && sum(high) < 1 - ROUNDING) {
          found.push({ at, message: `the greatest shares of ${name} are less than 100% together` });
          break;
        }
      }
    }
  }
  return found;
}

function sum(values: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const value of values.values()) total += value;
  return total;
}
