import { count, fixed, points, pointsInterval, seconds, signed } from '../text/figures.js';

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
  margin: (margin) => `${margin > 0 ? '+' : ''}${fixed(margin, 0)}`,
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
    figure: secondsLike,
    bounds: (interval, threshold) =>
      `${bracketed(interval, 1, Math.max(3, decimalsOf(Number(threshold))))} s`,
    margin: (margin) => `${margin > 0 ? '+' : ''}${seconds(margin)}`,
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
  return `[${interval.map((bound) => fixed(bound * factor, decimals)).join(', ')}]`;
}

/** A time in as many digits as the threshold has, three at least. */
function secondsLike(value: number, threshold: number | string): string {
  const decimals = decimalsOf(Number(threshold));
  const digits = Number(threshold)
    .toFixed(decimals)
    .replace(/^[0.]+|\./g, '').length;
  return digits > 3 ? `${fixed(value, decimals)} s` : seconds(value);
}

/** Decimals of a share in per cent: at least one. */
function shareDecimals(threshold: number | string): number {
  return typeof threshold === 'string' ? 1 : Math.max(1, decimalsOf(threshold * 100));
}

/** How many decimals a number has; what is less than rounding makes of it does not count. */
function decimalsOf(value: number): number {
  return /\.(\d*?)0*$/.exec(value.toFixed(9))?.[1]?.length ?? 0;
}
