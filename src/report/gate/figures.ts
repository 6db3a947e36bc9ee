import { figureText, intervalText, marginText } from '../../expectation/figures.js';
import type { Judgement } from '../../expectation/judgement.js';
import { formOf } from '../../expectation/unit.js';

/**
 * Estimate, interval, threshold and margin in one line. What is no figure has no threshold: what was
 * expected is told where it is not what was found.
 */
export function figures(judgement: Judgement): string {
  const { estimate, threshold, unit } = judgement;
  const margin = marginText(judgement);
  const worst = formOf(unit).of === 'every' ? ' at worst' : '';
  const wanted = figureText(judgement, threshold);
  const limit =
    typeof threshold === 'number'
      ? [`threshold ${wanted}`]
      : threshold === estimate
        ? []
        : [`expected ${wanted}`];
  return [
    `${figureText(judgement, estimate)}${worst}${intervalText(judgement)}`,
    ...limit,
    ...(margin === '' ? [] : [`margin ${margin}`]),
  ].join(', ');
}
