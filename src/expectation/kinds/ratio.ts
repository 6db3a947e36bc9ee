import type { ReplicationResult } from '../../measure/result.js';
import { type Estimation, estimateAt, type Floor } from '../../stats/interval.js';
import { meanOf } from '../../stats/moments.js';
import { normalQuantile } from '../../stats/normal.js';
import { sum } from '../../stats/sum.js';
import { wilson } from '../../stats/wilson.js';
import { percent } from '../../text/figures.js';
import { decimal } from '../../text/units.js';
import { besideBound, type Sense } from '../bound.js';
import {
  type AfterTime,
  after,
  boundedShare,
  differenceFollows,
  FACTOR,
  inBrackets,
  multipleFollows,
  ofGroup,
} from '../grammar.js';
import type { JudgedShare, Judgement } from '../judgement.js';
import type { Layout } from '../layout.js';
import { aboutInterval, asWritten, NOTHING_COUNTED } from '../meaning.js';
import {
  type Context,
  type GroupName,
  keyOfGroup,
  readGroup,
  sameGroup,
  shortest,
} from '../names.js';
import { type Observation, observeShare } from '../observe.js';
import { rangeOf, rangesExclude } from '../range.js';
import type { Scanner } from '../scanner.js';
import { afterText, groupText } from '../spelling.js';
import type { CountedKind, Measuring } from './kind.js';

export interface RatioExpectation extends AfterTime {
  readonly kind: 'ratio';
  readonly of: GroupName;
  readonly sense: Sense;
  readonly factor: number;
  readonly other: GroupName;
}

/** `share(a) - 4 * share(b)`. */
type RatioFigure = Omit<RatioExpectation, 'sense'>;

const figure: Measuring<RatioFigure> = {
  unit: 'difference',
  example: 'share(a) - 4 * share(b)',

  read(scanner, { name }, context) {
    if (name !== 'share') return null;
    const of = ofGroup(scanner, context);
    if (!differenceFollows(scanner)) return null;
    scanner.take(/-/y);
    return { kind: 'ratio', of, ...otherSide(scanner, of, context) };
  },

  write({ of, factor, other, ...since }) {
    return `share(${groupText(of)}) - ${multipleText(factor, other)}${afterText(since)}`;
  },

  cuts: ({ after_s }) => (after_s > 0 ? [after_s] : []),

  observe(observed, counts, layout, alpha) {
    const all = observeRatio(observed, counts, layout);
    return {
      values: counts.map(
        (one) => observeRatio(observed, [one], layout).difference.values[0] ?? null,
      ),
      estimation: estimated(observed, all, alpha),
    };
  },
};

/** `share(a) >= 4 * share(b)`, judged as the difference `share(a) - 4 * share(b)`. */
export const ratio: CountedKind<RatioExpectation> = {
  kind: 'ratio',
  says: 'the share of a group against a multiple of that of another',
  measures: ['share'],
  forms: [
    {
      example: 'share(a) >= 4 * share(b)',
      judged: 'the difference `share(a) - 4 * share(b)`, against 0',
    },
  ],
  how: 'interval',
  needs: 'replications',

  read(scanner, { name }, context) {
    if (name !== 'share') return null;
    const { of, sense } = boundedShare(scanner, context);
    if (!multipleFollows(scanner)) return null;
    return { kind: 'ratio', of, sense, ...otherSide(scanner, of, context) };
  },

  write({ of, sense, factor, other, ...since }) {
    return `share(${groupText(of)}) ${sense} ${multipleText(factor, other)}${afterText(since)}`;
  },

  cuts: ({ after_s }) => (after_s > 0 ? [after_s] : []),
  intervals: () => 1,

  judge(expectation, evidence) {
    const observed = observeRatio(expectation, evidence.counts, evidence.layout);
    const { difference, a, b } = observed;
    const estimation = estimated(expectation, observed, evidence.alpha);
    const { sense } = expectation;
    return {
      ...besideBound(difference.values, estimation, sense, 0, 'difference', evidence),
      parts: [sideOf(expectation.of, a), sideOf(expectation.other, b)],
    };
  },

  meaning: bothSides,
  figure,

  /** Compares the group that comes first with the other. */
  normalised({ afterUnit: _, ...expectation }, context) {
    const of = shortest(expectation.of, context);
    const other = shortest(expectation.other, context);
    const { factor, sense } = expectation;
    if (factor === 0 || keyOfGroup(of) <= keyOfGroup(other)) return { ...expectation, of, other };
    const turned = sense === '>=' ? '<=' : '>=';
    return { ...expectation, of: other, other: of, factor: 1 / factor, sense: turned };
  },

  excludes(one, other) {
    const same =
      keyOfGroup(one.of) === keyOfGroup(other.of) &&
      keyOfGroup(one.other) === keyOfGroup(other.other) &&
      one.after_s === other.after_s;
    return (
      same && rangesExclude(rangeOf(one.sense, one.factor), rangeOf(other.sense, other.factor))
    );
  },
};

/** `4 * share(b) after 60s`: what a share is compared with. */
function otherSide(
  scanner: Scanner,
  of: GroupName,
  context: Context,
): Pick<RatioExpectation, 'factor' | 'other'> & AfterTime {
  const factor = scanner.take(FACTOR) ?? '1';
  const { offset } = scanner;
  const other = multiplied(scanner, context);
  if (sameGroup(of, other, context)) {
    scanner.fail(
      `the share of ${JSON.stringify(of.group)} is compared with itself`,
      'name another group',
      offset,
    );
  }
  return { factor: Number(factor), other, ...after(scanner, context) };
}

function multipleText(factor: number, other: GroupName): string {
  const times = factor === 1 ? '' : `${decimal(factor)} * `;
  return `${times}share(${groupText(other)})`;
}

/** `* share(b)`, or `share(b)` alone. */
function multiplied(scanner: Scanner, context: Context): GroupName {
  scanner.take(/\*/y);
  scanner.expect(/share\b/y, 'share(...)', 'write it like share(a) >= 4 * share(b)');
  return inBrackets(scanner, () => readGroup(scanner, context));
}

/** The differences `share(a) - factor * share(b)`, and the two shares on their own. */
interface ObservedRatio {
  readonly difference: Observation;
  readonly a: Observation;
  readonly b: Observation;
}

function estimated(
  { factor }: Pick<RatioExpectation, 'factor'>,
  { difference, a, b }: ObservedRatio,
  alpha: number,
): Estimation | null {
  const z = -normalQuantile(alpha / 2);
  // The bounds of both together: where one share is too high the other is too low.
  const floor: Floor = (mean, times) => {
    const [lowA, highA] = wilson(meanOf(a.values), a.requests * times, z);
    const [lowB, highB] = wilson(meanOf(b.values), b.requests * times, z);
    return [Math.min(mean, lowA - factor * highB), Math.max(mean, highA - factor * lowB)];
  };
  return estimateAt(difference.values, alpha, { least: -factor, most: 1 }, floor);
}

function observeRatio(
  { of, factor, other, after_s }: RatioFigure,
  counts: readonly ReplicationResult[],
  layout: Layout,
): ObservedRatio {
  const share = (group: GroupName, one: ReplicationResult) =>
    observeShare({ measure: 'share', of: group, after_s }, [one], layout);
  const pairs = counts
    .map((one) => ({ a: share(of, one), b: share(other, one) }))
    .filter(({ a, b }) => a.requests > 0 && b.requests > 0);
  const joined = (parts: readonly Observation[]): Observation => ({
    values: parts.flatMap(({ values }) => values),
    requests: sum(parts.map(({ requests }) => requests)),
  });
  const a = joined(pairs.map((pair) => pair.a));
  const b = joined(pairs.map((pair) => pair.b));
  const values = a.values.map((value, i) => value - factor * b.values[i]!);
  return { difference: { values, requests: Math.min(a.requests, b.requests) }, a, b };
}

function sideOf({ group, modelGroup }: GroupName, { values }: Observation): JudgedShare {
  const share = values.length === 0 ? null : meanOf(values);
  return { modelGroup, group, share, verdict: null, blind: null };
}

/** Both sides, then their difference. */
function bothSides({ of, factor, other, after_s }: RatioExpectation, judgement: Judgement): string {
  const [a, b] = judgement.parts;
  if (a?.share == null || b?.share == null) return NOTHING_COUNTED;
  const name = ({ group, modelGroup }: GroupName) =>
    `share(${group}${modelGroup === null ? '' : ` in ${modelGroup}`})`;
  const times = factor === 1 ? '' : `${asWritten(factor)} × `;
  const when = after_s === 0 ? '' : `, of what arrives after ${asWritten(after_s)} s`;
  const sides = `${name(of)} is ${percent(a.share)}, ${times}${name(other)} is ${percent(factor * b.share)}${when}.`;
  return `${sides} ${aboutInterval('Their difference', judgement)}`;
}
