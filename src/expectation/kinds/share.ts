import type { ReplicationResult } from '../../measure/result.js';
import { estimateProportion } from '../../stats/proportion.js';
import { formatPercent } from '../../text/units.js';
import { besideBound, type Sense } from '../bound.js';
import {
  type AfterTime,
  after,
  boundedShare,
  differenceFollows,
  inBrackets,
  multipleFollows,
  ofGroup,
  operator,
  percentage,
  SENSES,
} from '../grammar.js';
import type { Layout } from '../layout.js';
import { aboutInterval, asWritten } from '../meaning.js';
import { type Context, type GroupName, keyOfGroup, readGroup, shortest } from '../names.js';
import { type ObservedShare, observeShare, observeShareByReplication } from '../observe.js';
import { rangeOf, rangesExclude, SLACK } from '../range.js';
import type { Scanner } from '../scanner.js';
import { afterText, groupText } from '../spelling.js';
import type { Contradiction, CountedKind, Expectation, KeptFigure, Measuring } from './kind.js';

export interface ShareExpectation extends ObservedShare, AfterTime {
  readonly kind: 'share';
  readonly sense: Sense;
  /** A fraction. */
  readonly bound: number;
}

/** `share(g) after 60s`, or `max_share(deployment in g)`. */
interface ShareFigure extends ObservedShare, AfterTime {
  readonly kind: 'share';
}

const figure: Measuring<ShareFigure> = {
  unit: 'share',
  example: 'share(gpt-4.1)',

  read(scanner, { name }, context) {
    if (name !== 'share' && name !== 'max_share') return null;
    const of = name === 'share' ? ofGroup(scanner, context) : ofLargest(scanner, context);
    if (differenceFollows(scanner)) return null;
    return { kind: 'share', measure: name, of, ...after(scanner, context) };
  },

  write({ measure, of, ...since }) {
    return `${measure}(${observedText(measure, of)})${afterText(since)}`;
  },

  cuts: ({ after_s }) => (after_s > 0 ? [after_s] : []),

  observe(observed, counts, layout, alpha) {
    const { values, requests } = observeShare(observed, counts, layout);
    return {
      values: observeShareByReplication(observed, counts, layout),
      estimation: estimateProportion(values, requests, alpha),
    };
  },
};

/** `share(g)`, of the whole run. */
export function shareOfGroup(of: GroupName): ShareFigure {
  return { kind: 'share', measure: 'share', of, after_s: 0 };
}

/** `share(g) >= 85% after 60s`, or `max_share(deployment in g) <= 60%`. */
export const share: CountedKind<ShareExpectation> = {
  kind: 'share',
  says: 'the share of a group, or the largest share of one of its deployments',
  measures: ['share', 'max_share'],
  forms: [
    {
      example: 'share(gpt-4.1) >= 85%',
      judged: "the group's share of its model group's requests",
    },
    {
      example: 'share(gpt-4.1) >= 85% after 60s',
      judged: 'the same, of requests that arrive from then on',
    },
    {
      example: 'max_share(deployment in gpt-4.1) <= 60%',
      judged:
        "the largest share of the model group's requests that one deployment of the group takes",
    },
  ],
  how: 'interval',
  needs: 'replications',

  read(scanner, { name }, context) {
    if (name !== 'share' && name !== 'max_share') return null;
    const { of, sense } =
      name === 'share' ? boundedShare(scanner, context) : boundedLargest(scanner, context);
    if (name === 'share' && multipleFollows(scanner)) return null;
    const bound = percentage(scanner);
    const since = after(scanner, context);
    return { kind: 'share', measure: name, of, sense, bound, ...since };
  },

  write({ measure, of, sense, bound, ...since }) {
    return `${measure}(${observedText(measure, of)}) ${sense} ${formatPercent(bound)}${afterText(since)}`;
  },

  cuts: ({ after_s }) => (after_s > 0 ? [after_s] : []),
  intervals: () => 1,

  judge(expectation, evidence) {
    const { sense, bound } = expectation;
    const { values, requests } = observeShare(expectation, evidence.counts, evidence.layout);
    const estimation = estimateProportion(values, requests, evidence.alpha);
    return besideBound(values, estimation, sense, bound, 'share', evidence);
  },

  meaning({ measure, of, after_s }, judgement) {
    const when = after_s === 0 ? '' : ` of what arrives after ${asWritten(after_s)} s`;
    const what = measure === 'share' ? 'The share' : 'The largest share of one deployment';
    return aboutInterval(`${what} of ${of.group}${when}`, judgement);
  },

  normalised: ({ afterUnit: _, ...expectation }, context) => ({
    ...expectation,
    of: shortest(expectation.of, context),
  }),

  excludes(one, other) {
    if (keyOfGroup(one.of) !== keyOfGroup(other.of) || one.after_s !== other.after_s) return false;
    if (one.measure === other.measure) {
      return rangesExclude(rangeOf(one.sense, one.bound), rangeOf(other.sense, other.bound));
    }
    // The largest share of one deployment of a group is not more than the group's.
    const [largest, whole] = one.measure === 'max_share' ? [one, other] : [other, one];
    return largest.sense === '>=' && whole.sense === '<=' && largest.bound > whole.bound;
  },

  contradictions: tooMuch,
  figure,
  kept: sharesOfGroups,
};

/** `(deployment in g) <=`. */
function boundedLargest(scanner: Scanner, context: Context) {
  const of = ofLargest(scanner, context);
  return { of, sense: operator(scanner, 'max_share', SENSES) };
}

/** `(deployment in g)`. */
function ofLargest(scanner: Scanner, context: Context): GroupName {
  const form = 'write max_share(deployment in gpt-4.1)';
  return inBrackets(scanner, () => {
    scanner.expect(/deployment(?=\s)/y, '"deployment"', form);
    scanner.expect(/in(?=\s)/y, '"in"', form);
    return readGroup(scanner, context);
  });
}

/** What is in the brackets. */
function observedText(measure: ObservedShare['measure'], of: GroupName): string {
  return measure === 'share' ? groupText(of) : `deployment in ${groupText(of)}`;
}

/** Least shares that are more than all together, and greatest shares that are less. */
function tooMuch(
  list: readonly Expectation[],
  context: Context,
  known: readonly Contradiction[],
): Contradiction[] {
  const found: Contradiction[] = [];
  const cuts = new Set(list.map((one) => ('after_s' in one ? one.after_s : 0)));
  for (const { name, groups } of context.modelGroups) {
    for (const after_s of cuts) {
      const low = new Map<string, number>();
      const high = new Map<string, number>();
      for (const [at, one] of list.entries()) {
        if (!isGroupShare(one) || one.after_s !== after_s) continue;
        const { group, modelGroup } = one.of;
        if (!groups.includes(group) || (modelGroup ?? name) !== name) continue;
        if (one.sense === '>=') low.set(group, Math.max(low.get(group) ?? 0, one.bound));
        else high.set(group, Math.min(high.get(group) ?? 1, one.bound));
        if (known.some((other) => other.at === at)) continue;
        if (one.sense === '>=' && sum(low) > 1 + SLACK) {
          found.push({ at, message: `the least shares of ${name} are more than 100% together` });
          break;
        }
        if (one.sense === '<=' && high.size === groups.length && sum(high) < 1 - SLACK) {
          found.push({ at, message: `the greatest shares of ${name} are less than 100% together` });
          break;
        }
      }
    }
  }
  return found;
}

function isGroupShare(one: Expectation): one is ShareExpectation {
  return one.kind === share.kind && (one as ShareExpectation).measure === 'share';
}

function sum(values: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const value of values.values()) total += value;
  return total;
}

/** The shares of all groups. */
function sharesOfGroups(layout: Layout, counts: readonly ReplicationResult[]): KeptFigure[] {
  const several = layout.modelGroups.length > 1;
  return layout.modelGroups.flatMap(({ name, groups }) =>
    groups.map(({ name: group }): KeptFigure => {
      const of = { group, modelGroup: name };
      const { values } = observeShare({ measure: 'share', of, after_s: 0 }, counts, layout);
      const named = groupText({ group, modelGroup: several ? name : null });
      return { figure: `share(${named})`, unit: 'share', values };
    }),
  );
}
