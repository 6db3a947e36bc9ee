import type { CountName, Expectation } from '../../measure/expectation.js';
import type { Judgement } from '../../measure/judgement.js';
import type { Verdict } from '../../measure/verdict.js';
import { figureText, intervalText } from '../expectations.js';
import { VERDICT_LABELS } from '../labels.js';
import { cost, count, points } from '../numbers.js';

/** What a judgement says, for somebody who has not seen a gate before. */
export function meaningOf(expectation: Expectation, judgement: Judgement): string {
  switch (expectation.kind) {
    case 'share':
    case 'ratio':
    case 'latency':
      return aboutInterval(whatIs(expectation), judgement);
    case 'count':
      return aboutCount(expectation.count, judgement);
    case 'verdict':
      return aboutVerdict(judgement);
    case 'explore':
      return 'Every order of the steps of a few concurrent tasks was tried.';
  }
}

function whatIs(expectation: Extract<Expectation, { kind: 'share' | 'ratio' | 'latency' }>) {
  switch (expectation.kind) {
    case 'share': {
      const { measure, of } = expectation;
      return measure === 'share'
        ? `The share of ${of.group}`
        : `The largest share of one deployment of ${of.group}`;
    }
    case 'ratio':
      return 'The difference of the two sides';
    case 'latency':
      return `P${Number((expectation.percentile * 100).toPrecision(12))} of what callers wait`;
  }
}

function aboutInterval(what: string, judgement: Judgement): string {
  const { decision, estimate, threshold, unit, interval, replications } = judgement;
  if (estimate === null) return 'No request was served, so there is nothing to judge.';
  const is = figureText(unit, estimate);
  const asked = figureText(unit, threshold);
  if (decision === 'pass') return `${what} is ${is}, on the right side of ${asked}.`;
  if (decision === 'fail') {
    const how = `${distance(judgement)} on the wrong side of ${asked}`;
    return `${what} is ${is}, ${how}. So is its whole interval${intervalText(judgement)}: this is more than chance.`;
  }
  if (interval === null) {
    return `${what} is ${is} in a single replication, which has no interval. Give more of them: --seeds.`;
  }
  return `${what} is ${is}, but the interval${intervalText(judgement)} lies on both sides of ${asked}: ${count(replications)} replications cannot tell. ${neededText(judgement)}`;
}

function distance({ margin, unit }: Judgement): string {
  const size = Math.abs(margin ?? 0);
  return unit === 'seconds' ? cost(size) : `${points(size).replace('+', '')} points`;
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

function aboutVerdict(judgement: Judgement): string {
  const { decision, estimate, interval } = judgement;
  if (estimate === null) return 'No request was served, so there is nothing to judge.';
  const verdict = estimate as Verdict;
  const share =
    interval === null ? '' : ` The fastest group's share is within${intervalText(judgement)}.`;
  const said = `The verdict is ${verdict}: ${VERDICT_LABELS[verdict]}.${share}`;
  return decision === 'inconclusive' ? `${said} ${neededText(judgement)}` : said;
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
