import type { CellMeasure, SweepMeasure } from '../../studies/sweep/plan.js';
import { fixed, seconds, secondsAlike, separated } from '../../text/figures.js';
import { formatDuration, formatPercent } from '../../text/units.js';

/** A measure's mean, as short as it can be told: `78.5%`, `1.62 s`, `411`; a dash where there is none. */
export function meanText({ unit }: Pick<SweepMeasure, 'unit'>, mean: number | null): string {
  if (mean === null) return '-';
  switch (unit) {
    case 'seconds':
      return seconds(mean);
    case 'count':
    case 'explore':
      return separated(mean, Math.abs(mean) < 10 && !Number.isInteger(mean) ? 1 : 0);
    default:
      return `${fixed(mean * 100, 1)}%`;
  }
}

/** The bounds of its interval, in the unit of its mean; a dash where there is none. */
export function intervalOfMeasure(
  measure: Pick<SweepMeasure, 'unit'>,
  { ci95 }: Pick<CellMeasure, 'ci95'>,
): string {
  if (ci95 === null) return '-';
  if (measure.unit === 'seconds') {
    const [low = '', high = ''] = secondsAlike(ci95);
    const [, unit = ''] = high.split(' ');
    return `[${low.split(' ')[0]}, ${high.split(' ')[0]}] ${unit}`;
  }
  return `[${ci95.map((bound) => meanText(measure, bound).replace('%', '')).join(', ')}]`;
}

/** A difference of means that is looked for: `10 points`, `50 ms`. */
export function marginText(measure: SweepMeasure | undefined, margin: number): string {
  switch (measure?.unit) {
    case 'seconds':
      return seconds(margin);
    case 'count':
    case 'explore':
      return String(margin);
    default:
      return `${Number((margin * 100).toPrecision(12))} points`;
  }
}

/** The same as `--refine` takes it: `10%`, `50ms`. */
export function marginArgument(measure: SweepMeasure | undefined, margin: number): string {
  switch (measure?.unit) {
    case 'seconds':
      return formatDuration(margin);
    case 'count':
    case 'explore':
      return String(margin);
    default:
      return formatPercent(margin);
  }
}
