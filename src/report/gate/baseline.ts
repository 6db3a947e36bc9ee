import type { FigureChange } from '../../studies/gate/change.js';
import {
  levelText,
  percent,
  points,
  pointsInterval,
  separated,
  signed,
  significant,
  timeUnit,
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
  const { figure, before, after } = change;
  return [figure, valueText(before, change), valueText(after, change), differenceText(change)];
}

function differenceText({
  unit,
  before,
  difference,
  interval,
  distinguishable,
}: FigureChange): string {
  const mark = distinguishable ? '' : '~ ';
  if (unit === 'share') return `${mark}${points(difference)} ${pointsInterval(interval)}`;
  // In the unit of what was: one unit within a row.
  const { name, per_s } = unit === 'count' ? { name: '', per_s: 1 } : timeUnit(before);
  const decimals = per_s === 1 && unit === 'seconds' ? 3 : 1;
  const text = (value: number) => signed(separated(value * per_s, decimals));
  const bounds = interval === null ? '-' : `[${interval.map(text).join(', ')}]`;
  return `${mark}${text(difference)}${name && ` ${name}`} ${bounds}`;
}

function valueText(value: number, { unit, before }: FigureChange): string {
  if (unit === 'share') return percent(value);
  if (unit === 'count') return separated(value, 1);
  const { name, per_s } = timeUnit(before);
  return value === 0 ? `0 ${name}` : `${significant(value * per_s)} ${name}`;
}
