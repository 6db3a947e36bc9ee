import { figureText, intervalText, marginText } from '../../expectation/figures.js';
import type { Judgement } from '../../expectation/judgement.js';
import { formOf } from '../../expectation/unit.js';

/** Estimate, interval, threshold and margin in one line. */
export function figures(judgement: Judgement): string {
  const { estimate, threshold, unit } = judgement;
  const margin = marginText(judgement);
  const worst = formOf(unit).of === 'every' ? ' at worst' : '';
  return [
    `${figureText(judgement, estimate)}${worst}${intervalText(judgement)}`,
    `threshold ${figureText(judgement, threshold)}`,
    ...(margin === '' ? [] : [`margin ${margin}`]),
  ].join(', ');
}
