import { VERDICT_NAMES, type Verdict } from '../measure/verdict.js';
import { levelText } from '../text/figures.js';
import type { Judgement } from './judgement.js';
import { formOf } from './unit.js';

/** A figure with its unit, in as many digits as the threshold has; a dash where there is none. */
export function figureText(
  { unit, threshold }: Pick<Judgement, 'unit' | 'threshold'>,
  value: number | string | null,
): string {
  if (value === null) return '-';
  if (typeof value === 'number') return formOf(unit).figure(value, threshold);
  return unit === 'verdict' ? verdictText(value) : value;
}

/** A verdict, or `not` and one, as people read it. */
function verdictText(value: string): string {
  return value.replace(/[a-z-]+$/, (name) => VERDICT_NAMES[name as Verdict] ?? name);
}

/** An interval and its level behind a figure, with a blank before them. */
export function intervalText({ unit, interval, level, threshold }: Judgement): string {
  if (interval === null || level === null) return '';
  return ` ${formOf(unit).bounds(interval, threshold)} at ${levelText(level)}`;
}

/** How far the estimate is on the right side (or the wrong one): `+4.6`; empty without. */
export function marginText({ unit, margin, threshold }: Judgement): string {
  return margin === null ? '' : formOf(unit).margin(margin, threshold);
}

/** Whether there was no request to judge: more replications would not help. */
export function nothingCounted({ unit, estimate, parts, replications }: Judgement): boolean {
  switch (formOf(unit).of) {
    case 'mean':
      return estimate === null;
    case 'verdicts':
      return (
        replications === 0 && estimate === 'undecided' && parts.some(({ share }) => share === null)
      );
    default:
      return false;
  }
}
