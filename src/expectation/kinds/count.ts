import { lossesKnown, type ReplicationResult } from '../../measure/result.js';
import { estimateAt } from '../../stats/interval.js';
import { sum } from '../../stats/sum.js';
import { count as countText } from '../../text/figures.js';
import type { Sense } from '../bound.js';
import { noAfter, operator, SENSES, VALUE } from '../grammar.js';
import type { JudgedEvidence, Ruling } from '../judgement.js';
import { rangeOf, rangesExclude } from '../range.js';
import type { CountedKind, KeptFigure, Measuring } from './kind.js';

/** What is counted in each replication, all model groups together; and what it is a number of. */
const COUNTED = {
  lost: 'lost samples',
  abandoned: 'samples abandoned by the logger',
  rejected: 'requests that found no deployment that might be chosen',
  pending: 'samples not yet logged at the end',
} as const;

export type CountName = keyof typeof COUNTED;
export const COUNTS = Object.keys(COUNTED) as readonly CountName[];

export interface CountExpectation {
  readonly kind: 'count';
  readonly count: CountName;
  readonly comparison: Sense | '==';
  readonly bound: number;
}

/** `lost`. */
type CountFigure = Pick<CountExpectation, 'kind' | 'count'>;

const figure: Measuring<CountFigure> = {
  unit: 'count',
  example: 'lost',

  read(scanner, { name }) {
    const counted = COUNTS.find((one) => one === name);
    if (counted === undefined) return null;
    noAfter(scanner);
    return { kind: 'count', count: counted };
  },

  write: ({ count }) => count,

  observe({ count }, counts, _, alpha) {
    const values = counts.map((one) =>
      count === 'lost' && !lossesKnown(one.modelGroups) ? null : observeCount(count, one),
    );
    const known = values.filter((value) => value !== null);
    const bounds = { least: 0, most: Number.POSITIVE_INFINITY };
    return { values, estimation: estimateAt(known, alpha, bounds) };
  },
};

/** `lost == 0`: holds in every replication. */
export const count: CountedKind<CountExpectation> = {
  kind: 'count',
  says: 'what is counted in each replication',
  measures: COUNTS,
  forms: [
    {
      example: 'lost == 0',
      judged:
        'samples lost in a replication; `abandoned`, `pending`, and `rejected` requests alike',
    },
  ],
  how: 'every replication',
  needs: 'replications',

  read(scanner, { name }) {
    const counted = COUNTS.find((one) => one === name);
    if (counted === undefined) return null;
    const comparison = operator(scanner, name, ['==', ...SENSES]);
    const { offset } = scanner;
    const number = scanner.expect(VALUE, 'a whole number', `write it like ${name} == 0`);
    if (!/^\d{1,15}$/.test(number)) {
      scanner.fail(`"${number}" is not a whole number`, `write it like ${name} == 0`, offset);
    }
    noAfter(scanner);
    return { kind: 'count', count: counted, comparison, bound: Number(number) };
  },

  write: ({ count, comparison, bound }) => `${count} ${comparison} ${bound}`,
  intervals: () => 0,
  judge: everyReplication,
  countsLosses: ({ count }) => count === 'lost' || count === 'abandoned',

  meaning({ count }, { decision, counterexample, threshold, lostKnown }) {
    const counted = COUNTED[count];
    if (decision === 'pass') return `No replication has ${counted} beyond ${threshold}.`;
    if (counterexample === null) {
      return lostKnown === false ? NOT_KNOWN : 'Not all replications were run.';
    }
    const { replication, value, afterExpiry } = counterexample;
    const expired =
      afterExpiry === undefined
        ? ''
        : ` (${countText(afterExpiry)} of them after an expiry: the map had expired in its writer's own copy)`;
    return `Replication ${replication} has ${countText(value)} ${counted}${expired}, and this must hold in every replication.`;
  },

  excludes: (one, other) =>
    one.count === other.count &&
    rangesExclude(rangeOf(one.comparison, one.bound), rangeOf(other.comparison, other.bound)),

  figure,

  kept: (_, counts) =>
    COUNTS_KEPT.filter(
      (figure) => figure !== 'lost' || counts.every((one) => lossesKnown(one.modelGroups)),
    ).map(
      (figure): KeptFigure => ({
        figure,
        unit: 'count',
        values: counts.map((one) => observeCount(figure, one)),
      }),
    ),
};

/** Why nothing is decided of losses, and what decides it. */
const NOT_KNOWN =
  'Lost samples are not known: the logger keeps samples in a structure of its own, so that it cannot be said what a write loses. latsim explore tells whether it loses any, or keep them in context.emptyMap() or by append.';

/** What a baseline keeps. */
const COUNTS_KEPT = ['lost', 'abandoned'] as const;

function everyReplication(
  { count, comparison, bound }: CountExpectation,
  { counts, complete }: JudgedEvidence,
): Ruling {
  const known = counts.filter((one) => count !== 'lost' || lossesKnown(one.modelGroups));
  const observed = known.map((one) => ({
    replication: one.replication,
    value: observeCount(count, one),
  }));
  const margin = (value: number): number => {
    if (comparison === '==') return 0 - Math.abs(value - bound);
    return comparison === '>=' ? value - bound : bound - value;
  };
  const broken = observed.find(({ value }) => margin(value) < 0);
  const counterexample =
    broken === undefined ? null : { ...broken, ...expiredOf(count, counts, broken.replication) };
  const worst = observed.reduce<number | null>(
    (least, { value }) => (least === null || margin(value) < margin(least) ? value : least),
    null,
  );
  const all = complete && known.length === counts.length;
  const holds = all && worst !== null ? 'pass' : 'inconclusive';
  return {
    decision: counterexample === null ? holds : 'fail',
    estimate: worst,
    interval: null,
    level: null,
    threshold: bound,
    margin: worst === null ? null : margin(worst),
    unit: 'count',
    replications: observed.length,
    needed: null,
    counterexample,
    parts: [],
    ...(all || counterexample !== null || !complete ? {} : { lostKnown: false as const }),
  };
}

/** How many of a replication's lost samples were lost after an expiry; nothing where none was. */
function expiredOf(
  count: CountName,
  counts: JudgedEvidence['counts'],
  replication: number,
): { readonly afterExpiry?: number } {
  const one = counts.find((each) => each.replication === replication);
  if (count !== 'lost' || one === undefined) return {};
  const afterExpiry = sum(one.modelGroups.map(({ samples }) => samples.lostAfterExpiry));
  return afterExpiry > 0 ? { afterExpiry } : {};
}

/** A count of one replication, all model groups together. */
function observeCount(count: CountName, { modelGroups }: ReplicationResult): number {
  return sum(
    modelGroups.map(({ samples, rejected }) => (count === 'rejected' ? rejected : samples[count])),
  );
}
