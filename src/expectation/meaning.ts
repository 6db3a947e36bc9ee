import { FEWEST_REPLICATIONS } from '../stats/interval.js';
import { replicationsText } from '../text/figures.js';
import { figureText, intervalText, marginText } from './figures.js';
import type { Judgement } from './judgement.js';

/** Sentences that several kinds of expectation say of their judgements. */

export const NOTHING_COUNTED = 'No request was counted, so there is nothing to judge.';

/** Where an interval lies. @param what is judged, as the subject of a sentence */
export function aboutInterval(what: string, judgement: Judgement): string {
  const { decision, estimate, threshold, interval, replications } = judgement;
  if (estimate === null) return NOTHING_COUNTED;
  const is = figureText(judgement, estimate);
  const asked = figureText(judgement, threshold);
  if (decision === 'pass') return `${what} is ${is}, on the right side of ${asked}.`;
  if (decision === 'fail') {
    const how = `${distance(judgement)} on the wrong side of ${asked}`;
    return `${what} is ${is}, ${how}. So is its whole interval${intervalText(judgement)}: this is more than chance.`;
  }
  if (interval === null) return `${what} is ${is}. ${tooFewText(judgement)}`;
  const open = `${what} is ${is}, but the interval${intervalText(judgement)} lies on both sides of ${asked}: ${replicationsText(replications)} cannot tell.`;
  return [open, ...hopelessText(judgement)].join(' ');
}

/** Why there is no interval, and what to do about it: two sentences. */
export function tooFewText({ replications }: Pick<Judgement, 'replications'>): string {
  const counted = `${replicationsText(replications)} with requests`;
  return `Too few replications: ${counted}, and an interval takes ${FEWEST_REPLICATIONS}. Give more of them: --replications.`;
}

function distance(judgement: Judgement): string {
  return marginText(judgement).replace(/^[+-]/, '');
}

/** Where no number of replications would have decided, a sentence. How many do is advice. */
export function hopelessText({ needed }: Judgement): string[] {
  return needed === null
    ? ['The estimate is so near to the threshold that more of them would not help.']
    : [];
}

/** A number as it was written. */
export function asWritten(value: number): string {
  return String(Number(value.toPrecision(12)));
}
