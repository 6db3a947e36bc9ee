import type { FigureChange } from '../../studies/gate/change.js';
import {
  costDifference,
  costDifferenceInterval,
  fixed,
  levelText,
  percent,
  points,
  pointsInterval,
  seconds,
  signed,
} from '../../text/figures.js';

/**
 * Titles of what `baselineCells` gives.
 * @param confidence of the intervals, a fraction
 */
export function baselineTitles(confidence: number): string[] {
  return ['figure', 'was', 'is', `difference at ${levelText(confidence)}`];
}

/** A change as cells of a table: `~` where the two cannot be told apart. */
export function baselineCells(change: FigureChange): string[] {
  const { figure, before, after, unit } = change;
  return [figure, valueText(before, unit), valueText(after, unit), differenceText(change)];
}

function differenceText({ unit, difference, interval, distinguishable }: FigureChange): string {
  const mark = distinguishable ? '' : '~ ';
  switch (unit) {
    case 'share':
      return `${mark}${points(difference)} ${pointsInterval(interval)}`;
    case 'seconds':
      return `${mark}${costDifference(difference)} ${costDifferenceInterval(interval)}`;
    case 'count':
      return `${mark}${number(difference)} ${numberInterval(interval)}`;
  }
}

function valueText(value: number, unit: FigureChange['unit']): string {
  if (unit === 'share') return percent(value);
  return unit === 'seconds' ? seconds(value) : fixed(value, 1);
}

function number(value: number): string {
  return signed(fixed(value, 1));
}

function numberInterval(interval: FigureChange['interval']): string {
  return interval === null ? '-' : `[${number(interval[0])}, ${number(interval[1])}]`;
}
