import {
  count,
  fixed,
  points,
  pointsInterval,
  separated,
  signed,
  significant,
  type TimeUnit,
  timeUnit,
} from '../text/figures.js';

/** How the figures of a judgement are written, and what was looked at for them. */
interface UnitForm {
  /**
   * `mean`: the mean over replications; `every`: each replication by itself; `verdicts`: what the
   * shares of model groups allow; `orders`: no replication at all, but all orders of a few tasks.
   */
  readonly of: 'mean' | 'every' | 'verdicts' | 'orders';
  /** A figure with its unit, in as many digits as the threshold has. */
  figure(value: number, threshold: number | string): string;
  /** The bounds of an interval. */
  bounds(interval: readonly [low: number, high: number], threshold: number | string): string;
  /** How far an estimate is on the right side, or the wrong one: `+4.6 points`. */
  margin(margin: number, threshold: number | string): string;
}

/** A fraction, in per cent. */
const share: UnitForm = {
  of: 'mean',
  figure: (value, threshold) => `${fixed(value * 100, shareDecimals(threshold))}%`,
  bounds: (interval, threshold) => bracketed(interval, 100, shareDecimals(threshold)),
  margin: (margin, threshold) => `${signed(fixed(margin * 100, shareDecimals(threshold)))} points`,
};

/** Without a figure that has a unit. */
const plain: UnitForm = {
  of: 'every',
  figure: count,
  bounds: (interval) => bracketed(interval, 1, 0),
  margin: (margin) => `${margin > 0 ? '+' : ''}${separated(margin, 0)}`,
};

export const UNITS = {
  share,
  /** Of two shares. */
  difference: {
    ...share,
    figure: (value) => `${points(value)} points`,
    bounds: (interval) => pointsInterval(interval),
  },
  seconds: {
    of: 'mean',
    figure: timeLike,
    bounds: (interval, threshold) => {
      const { name, per_s } = unitOf(threshold);
      return `${bracketed(interval, per_s, timeDecimals(threshold))} ${name}`;
    },
    margin: (margin, threshold) => {
      const { name, per_s } = unitOf(threshold);
      return `${signed(separated(margin * per_s, timeDecimals(threshold)))} ${name}`;
    },
  },
  count: plain,
  /** Its figures are those of the fastest group's share. */
  verdict: { ...share, of: 'verdicts' },
  explore: { ...plain, of: 'orders' },
} as const satisfies Record<string, UnitForm>;

export type FigureUnit = keyof typeof UNITS;

/** The form of a unit's figures. */
export function formOf(unit: FigureUnit): UnitForm {
  return UNITS[unit];
}

function bracketed(interval: readonly [number, number], factor: number, decimals: number): string {
  return `[${interval.map((bound) => separated(bound * factor, decimals)).join(', ')}]`;
}

/** What stands beside a threshold has its unit, so that the two can be compared at a glance. */
function unitOf(threshold: number | string): TimeUnit {
  return timeUnit(Number(threshold) === 0 ? 1 : Number(threshold));
}

/** To the millisecond at least, and as far as the threshold goes. */
function timeDecimals(threshold: number | string): number {
  const { per_s } = unitOf(threshold);
  return Math.max(per_s === 1 ? 3 : 0, decimalsOf(Number(threshold) * per_s));
}

/** A time in as many digits as the threshold has, three at least. */
function timeLike(value: number, threshold: number | string): string {
  const { name, per_s } = unitOf(threshold);
  const asked = Number(threshold) * per_s;
  const digits = asked.toFixed(decimalsOf(asked)).replace(/^[0.]+|\./g, '').length;
  const [size, shown] = [Math.abs(value * per_s), value * per_s];
  const text =
    digits > 3 || (size > 0 && size < 0.9995)
      ? separated(shown, timeDecimals(threshold))
      : size === 0
        ? '0'
        : significant(shown);
  return `${text} ${name}`;
}

/** Decimals of a share in per cent: at least one. */
function shareDecimals(threshold: number | string): number {
  return typeof threshold === 'string' ? 1 : Math.max(1, decimalsOf(threshold * 100));
}

/** How many decimals a number has; what is less than rounding makes of it does not count. */
function decimalsOf(value: number): number {
  return /\.(\d*?)0*$/.exec(value.toFixed(9))?.[1]?.length ?? 0;
}
