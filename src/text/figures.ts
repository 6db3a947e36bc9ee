/** How numbers are written for people: always the same, whatever the locale. */

/** A whole number of any size: in digits from 2^53 on, where not every one is a JSON number. */
export type WholeNumber = number | string;

/** 2^53: from here on not every whole number is a JSON number. */
const EXACT = 9_007_199_254_740_992n;

/** A count of any size as data. */
export function wholeNumber(value: bigint): WholeNumber {
  return value < EXACT ? Number(value) : String(value);
}

/** A whole number with thousands separated: `12,800`. */
export function count(value: WholeNumber): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** The same, or that it is not known. */
export function countKnown(value: number | undefined): string {
  return value === undefined ? 'not known' : count(value);
}

/** A number with so many decimals, its thousands separated: `2,211.6`. */
export function separated(value: number, decimals: number): string {
  return fixed(value, decimals).replace(/\B(?=(\d{3})+(\.|$))(?<!\..*)/g, ',');
}

/** So many of something, the word in its singular or plural: `1 logger`, `1,200 loggers`. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`;
}

/** A number of replications: `1 replication`, `20 replications`. */
export function replicationsText(value: number): string {
  return counted(value, 'replication');
}

/** A fraction in per cent: `79.9%`. */
export function percent(fraction: number): string {
  return `${fixed(fraction * 100, 1)}%`;
}

/** Bounds of a fraction in per cent: `[76.2, 83.6]`; a dash where there is no interval. */
export function percentInterval(interval: readonly [number, number] | null): string {
  return interval === null
    ? '-'
    : `[${fixed(interval[0] * 100, 1)}, ${fixed(interval[1] * 100, 1)}]`;
}

/** A difference of fractions in points, with its sign: `+12.3`. */
export function points(fraction: number): string {
  return signed(fixed(fraction * 100, 1));
}

/** Bounds of a difference of fractions in points: `[+10.1, +14.5]`; a dash without interval. */
export function pointsInterval(interval: readonly [number, number] | null): string {
  return interval === null ? '-' : `[${points(interval[0])}, ${points(interval[1])}]`;
}

/**
 * The level of an interval in per cent, as far as two digits of what is left to error tell it: `95%`,
 * `99.8%`, `99.99922%`.
 */
export function levelText(level: number): string {
  const error = Number(((1 - level) * 100).toPrecision(2));
  return `${fixed(100 - error, 12).replace(/\.?0+$/, '')}%`;
}

/** A time in three significant digits: `1.62 s`, `514 ms`; a dash where there is none. */
export function seconds(value_s: number | null): string {
  if (value_s === null) return '-';
  if (value_s === 0) return '0 s';
  const { name, per_s } = timeUnit(value_s);
  return `${significant(value_s * per_s)} ${name}`;
}

export interface TimeUnit {
  readonly name: 's' | 'ms' | 'us';
  /** How many there are in a second. */
  readonly per_s: number;
}

/** The unit in which a time is written, and what stands beside it. */
export function timeUnit(value_s: number): TimeUnit {
  const size = Math.abs(value_s);
  if (size < 0.0009995) return { name: 'us', per_s: 1e6 };
  return size < 0.9995 ? { name: 'ms', per_s: 1e3 } : { name: 's', per_s: 1 };
}

/**
 * Times that stand beside one another, all in the unit that suits the longest: `0.60 s`, `1.43 s`; with
 * so many decimals that the shortest has two digits, or three decimals. A dash where there is none.
 */
export function secondsAlike(values_s: readonly (number | null)[]): string[] {
  const sizes = values_s.flatMap((value_s) => (value_s === null ? [] : value_s));
  const { name, per_s } = timeUnit(Math.max(0, ...sizes) || 1);
  const least = Math.min(...sizes.filter((size) => size > 0)) * per_s;
  const decimals = least >= 99.5 ? 0 : least >= 9.95 ? 1 : least >= 0.0995 ? 2 : 3;
  return values_s.map((value_s) =>
    value_s === null ? '-' : `${separated(value_s * per_s, decimals)} ${name}`,
  );
}

/**
 * A cost with its interval, in one unit: `0.80 ± 0.04 s`, which holds the whole interval, rounded
 * outwards to the first digit of its half; `0.795 s [0.761, 0.978]` where that would make it a quarter
 * wider, as the value stands to one side, or reach 0, which the interval does not.
 */
export function costWithin(
  value_s: number,
  interval: readonly [low: number, high: number] | null,
): string {
  if (interval === null) return cost(value_s);
  const [low, high] = interval;
  const half = (high - low) / 2;
  const decimals = half >= 1 ? 0 : half >= 0.1 ? 1 : half >= 0.01 ? 2 : 3;
  const middle = Number(fixed(value_s, decimals));
  const reach = roundedUp(Math.max(middle - low, high - middle), decimals);
  const coversZero = middle - reach <= 0 && middle + reach >= 0;
  const isHonest = reach <= 1.25 * half && coversZero === (low <= 0 && high >= 0);
  return isHonest
    ? `${separated(middle, decimals)} ± ${separated(reach, decimals)} s`
    : `${cost(value_s)} ${costInterval(interval)}`;
}

/** Rounded up to so many decimals, at most 3, but not for what sums in doubles are off by. */
export function roundedUp(value: number, decimals: number): number {
  const scale = [1, 10, 100, 1000][decimals] as number;
  return Math.ceil(value * scale - 1e-9) / scale;
}

/** A cost in seconds, to the millisecond: `0.881 s`; a dash where there is none. */
export function cost(value_s: number | null): string {
  return value_s === null ? '-' : `${separated(value_s, 3)} s`;
}

/** Bounds of a cost: `[0.847, 0.914]`; a dash where there is no interval. */
export function costInterval(interval: readonly [number, number] | null): string {
  return interval === null ? '-' : `[${separated(interval[0], 3)}, ${separated(interval[1], 3)}]`;
}

/** A difference of costs, with its sign: `-0.795 s`. */
export function costDifference(value_s: number): string {
  return signed(cost(value_s));
}

/** Bounds of a difference of costs: `[-0.829, +0.761]`; a dash where there is no interval. */
export function costDifferenceInterval(interval: readonly [number, number] | null): string {
  return interval === null
    ? '-'
    : `[${signed(separated(interval[0], 3))}, ${signed(separated(interval[1], 3))}]`;
}

/** A fixed number of decimals, without a negative zero. */
export function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return /^-[0.]*$/.test(text) ? text.slice(1) : text;
}

/** A number's text with its sign; none where it reads as 0. */
export function signed(text: string): string {
  return text.startsWith('-') || !/[1-9]/.test(text) ? text : `+${text}`;
}

/** Three significant digits, never in exponential form, thousands separated. */
export function significant(value: number): string {
  const size = Math.abs(value);
  return separated(value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}
