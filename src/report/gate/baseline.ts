import type { FigureChange } from '../../studies/gate/change.js';
import {
  costDifference,
  costDifferenceInterval,
  fixed,
  percent,
  points,
  pointsInterval,
  seconds,
  signed,
} from '../kit/numbers.js';

/** Titles of what `baselineCells` gives. */
export const BASELINE_TITLES = ['figure', 'was', 'is', 'difference'] as const;

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
