import type {
  CountName,
  Expectation,
  GroupName,
  RatioExpectation,
  VerdictExpectation,
} from '../../expectation/expectation.js';
import type { Judgement, Part } from '../../expectation/judgement.js';
import type { Verdict } from '../../measure/verdict.js';
import { VERDICT_LABELS } from '../kit/labels.js';
import { count, percent, replicationsText } from '../kit/numbers.js';
import { figureText, intervalText, marginText, nothingCounted } from '../run/expectations.js';

/** What a judgement says, for somebody who has not seen a gate before. */
export function meaningOf(expectation: Expectation, judgement: Judgement): string {
  switch (expectation.kind) {
    case 'share':
    case 'latency':
      return aboutInterval(whatIs(expectation), judgement);
    case 'ratio':
      return aboutRatio(expectation, judgement);
    case 'count':
      return aboutCount(expectation.count, judgement);
    case 'verdict':
      return aboutVerdict(expectation, judgement);
    case 'explore':
      return 'Every order of the steps of a few concurrent tasks was tried.';
  }
}

function whatIs(expectation: Extract<Expectation, { kind: 'share' | 'latency' }>) {
  switch (expectation.kind) {
    case 'share': {
      const { measure, of, after_s } = expectation;
      const when = after_s === 0 ? '' : ` of what arrives after ${number(after_s)} s`;
      return measure === 'share'
        ? `The share of ${of.group}${when}`
        : `The largest share of one deployment of ${of.group}${when}`;
    }
    case 'latency':
      return `P${number(expectation.percentile * 100)} of what callers wait`;
  }
}

/** A number as it was written. */
function number(value: number): string {
  return String(Number(value.toPrecision(12)));
}

const NOTHING = 'No request was counted, so there is nothing to judge.';

/** Both sides, then their difference. */
function aboutRatio(
  { of, factor, other, after_s }: RatioExpectation,
  judgement: Judgement,
): string {
  const [a, b] = judgement.parts;
  if (a?.share == null || b?.share == null) return NOTHING;
  const name = ({ group, modelGroup }: GroupName) =>
    `share(${group}${modelGroup === null ? '' : ` in ${modelGroup}`})`;
  const times = factor === 1 ? '' : `${number(factor)} x `;
  const when = after_s === 0 ? '' : `, of what arrives after ${number(after_s)} s`;
  const sides = `${name(of)} is ${percent(a.share)}, ${times}${name(other)} is ${percent(factor * b.share)}${when}.`;
  return `${sides} ${aboutInterval('Their difference', judgement)}`;
}

function aboutInterval(what: string, judgement: Judgement): string {
  const { decision, estimate, threshold, interval, replications } = judgement;
  if (estimate === null) return NOTHING;
  const is = figureText(judgement, estimate);
  const asked = figureText(judgement, threshold);
  if (decision === 'pass') return `${what} is ${is}, on the right side of ${asked}.`;
  if (decision === 'fail') {
    const how = `${distance(judgement)} on the wrong side of ${asked}`;
    return `${what} is ${is}, ${how}. So is its whole interval${intervalText(judgement)}: this is more than chance.`;
  }
  if (interval === null) {
    return `${what} is ${is} in a single replication with requests, which has no interval. Give more of them: --seeds.`;
  }
  return `${what} is ${is}, but the interval${intervalText(judgement)} lies on both sides of ${asked}: ${replicationsText(replications)} cannot tell. ${neededText(judgement)}`;
}

function distance(judgement: Judgement): string {
  return marginText(judgement).replace(/^[+-]/, '');
}

/** How many replications would have decided. */
function neededText({ needed }: Judgement): string {
  return needed === null
    ? 'The estimate is so near to the threshold that more of them would not help.'
    : `About ${count(needed)} would have decided: --max-seeds, or --seeds with --fixed.`;
}

const COUNTED: Readonly<Record<CountName, string>> = {
  lost: 'lost samples',
  abandoned: 'samples given up by the logger',
  rejected: 'requests that found every deployment over its limits',
  pending: 'samples not yet logged at the end',
};

function aboutCount(name: CountName, { decision, counterexample, threshold }: Judgement): string {
  if (decision === 'pass') return `No replication has ${COUNTED[name]} beyond ${threshold}.`;
  if (counterexample === null) return 'Not all replications were run.';
  const { replication, value } = counterexample;
  return `Replication ${replication} has ${count(value)} ${COUNTED[name]}, and this must hold in every replication.`;
}

/** The verdict, what was expected, and the share of the model group that makes it so. */
function aboutVerdict(
  { comparison, verdict: expected }: VerdictExpectation,
  judgement: Judgement,
): string {
  if (nothingCounted(judgement)) return NOTHING;
  const { decision, estimate, parts } = judgement;
  const verdict = estimate as Verdict;
  const deciding = parts.find((part) => part.verdict === verdict);
  const where = parts.length > 1 && deciding ? `, because of ${deciding.modelGroup}` : '';
  const wanted =
    comparison === '==' ? `It should be ${expected}.` : `It should not be ${expected}.`;
  return [
    `The verdict is ${verdict}${where}: ${VERDICT_LABELS[verdict]}.`,
    ...(deciding ? shareText(deciding, judgement) : []),
    ...(decision === 'pass' ? [] : [wanted]),
    ...(decision === 'inconclusive' ? [neededText(judgement)] : []),
  ].join(' ');
}

function shareText({ group, share, blind }: Part, judgement: Judgement): string[] {
  if (share === null || blind === null) return [];
  const interval = intervalText(judgement);
  const known = interval === '' ? '' : `,${interval}`;
  return [
    `${group}, the fastest group, gets ${percent(share)} of the requests${known}; blind choice would give it ${percent(blind)}.`,
  ];
}

/** What an exploration says. */
export interface ExplorationSaid {
  readonly exhaustive: boolean;
  readonly states: number;
  /** What goes wrong, in words; null if nothing was found. */
  readonly fault: string | null;
}

/** What an exploration means for an expectation. */
export function meaningOfExploration({ exhaustive, states, fault }: ExplorationSaid): string {
  if (fault !== null) return `Some order of the steps goes wrong: ${fault}.`;
  return exhaustive
    ? `No order of the steps goes wrong: all ${count(states)} states were tried.`
    : `Nothing went wrong in ${count(states)} states, but that is not all of them: fewer tasks can be tried in full.`;
}
