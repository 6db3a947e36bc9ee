/**
 * Quantities as people write them: durations (`1622ms`), rates (`160/min`) and fractions (`30%`).
 *
 * Reading throws a `RangeError` whose message says what is wrong with the text; `forms` say what
 * would be right, for the remedy of an error.
 */

/** Seconds per unit, as an exact integer and a power of ten. */
const units = {
  us: [1, -6],
  ms: [1, -3],
  s: [1, 0],
  m: [60, 0],
  h: [3600, 0],
  d: [86_400, 0],
} as const;

export type DurationUnit = keyof typeof units;

const secondsPerRateUnit = { s: 1, min: 60, h: 3600 } as const;

/** What is accepted, in words, for remedies and for the JSON Schema. */
export const forms = {
  duration: 'a number and one of us, ms, s, m, h, d, such as 1622ms or 5m',
  rate: 'a number per s, min or h, such as 2.5/s or 160/min',
  fraction: 'a number from 0 to 1 or a percentage, such as 0.3 or 30%',
} as const;

/** Patterns of the accepted texts, shared by the readers and the JSON Schema. */
export const patterns = {
  duration: /^(?:0|(\d+(?:\.\d+)?)(?:[eE]([+-]?\d{1,3}))?\s?(us|ms|s|m|h|d))$/,
  rate: /^(\d+(?:\.\d+)?)\s?\/\s?(s|min|h)$/,
  percent: /^(\d+(?:\.\d+)?)\s?%$/,
} as const;

/** Shortens and quotes a text for a message. */
export function quoted(text: string): string {
  const line = text.length > 40 ? `${text.slice(0, 37)}...` : text;
  return JSON.stringify(line);
}

/**
 * What quantities may be: powers of them, and sums of any number of them, are still numbers that a
 * double carries. What something is divided by has to be so large at least.
 */
export const LARGEST = 1e50;
export const SMALLEST_DIVISOR = 1e-50;

/** Why a number is none to reckon with; undefined: it is one. @param isZero it is written as 0 */
export function uncarried(value: number, isZero = value === 0): string | undefined {
  if (value > LARGEST) return 'is too large';
  return value === 0 && !isZero ? 'is too small' : undefined;
}

/** @throws RangeError for what is no number to reckon with */
function carried(value: number, text: string, digits: string): number {
  const fault = uncarried(value, !/[1-9]/.test(digits));
  if (fault !== undefined) throw new RangeError(`${quoted(text)} ${fault}`);
  return value;
}

/**
 * Reads a duration, in seconds: the double nearest to what is written, so that `1622ms` is 1.622.
 * (Moving the decimal point in the text rounds once; dividing by 1000 would round twice.)
 */
export function parseDuration(text: string): number {
  const match = patterns.duration.exec(text.trim());
  if (match === null) throw new RangeError(whyNoDuration(text.trim()));
  const [, digits = '0', exponent = '0', unit = 's'] = match;
  const [factor, power] = units[unit as keyof typeof units];
  return carried(Number(`${digits}e${Number(exponent) + power}`) * factor, text, digits);
}

function whyNoDuration(text: string): string {
  if (text.startsWith('-')) return `a duration cannot be negative: ${quoted(text)}`;
  if (/^[\d.]+$/.test(text)) return `${quoted(text)} has no unit`;
  const unit = /^[\d.]+(?:[eE][+-]?\d+)?\s*([^\d\s].*)$/.exec(text)?.[1];
  if (unit !== undefined) return `${quoted(unit)} is not a unit of time`;
  return `${quoted(text)} is not a duration`;
}

/** Reads a rate, per second. */
export function parseRate(text: string): number {
  const match = patterns.rate.exec(text.trim());
  if (match === null) {
    throw new RangeError(
      /^-/.test(text.trim())
        ? `a rate cannot be negative: ${quoted(text)}`
        : `${quoted(text)} is not a rate`,
    );
  }
  const unit = match[2] as keyof typeof secondsPerRateUnit;
  return carried(Number(match[1]) / secondsPerRateUnit[unit], text, match[1] as string);
}

/** Reads a percentage, as a fraction 0..1. */
export function parsePercent(text: string): number {
  const match = patterns.percent.exec(text.trim());
  if (match === null) throw new RangeError(`${quoted(text)} is not a percentage`);
  const value = Number(`${match[1]}e-2`);
  if (value > 1) throw new RangeError(`${quoted(text)} is more than 100%`);
  return value;
}

/** The fraction of a percentile's name (`p99.9`: 0.999), or undefined where it is none. */
export function percentOf(key: string): number | undefined {
  const digits = /^p(\d{1,3}(?:\.\d{1,12})?)$/.exec(key)?.[1];
  const fraction = digits === undefined ? Number.NaN : Number(`${digits}e-2`);
  return fraction <= 1 ? fraction : undefined;
}

/** Writes a duration in the unit that makes it shortest; `parseDuration` reads the same double back. */
export function formatDuration(value_s: number): string {
  if (value_s === 0) return '0s';
  let best = `${value_s}s`;
  for (const unit of Object.keys(units) as DurationUnit[]) {
    const text = durationIn(unit, value_s);
    if (text.length < best.length && readsAs(text, value_s)) best = text;
  }
  return best;
}

/** The unit of a duration as it is written. */
export function unitOfDuration(text: string): DurationUnit | undefined {
  return patterns.duration.exec(text.trim())?.[3] as DurationUnit | undefined;
}

/** The same in this unit, unless it would not be read as the same double there. */
export function formatDurationIn(unit: DurationUnit, value_s: number): string {
  const text = durationIn(unit, value_s);
  return value_s > 0 && readsAs(text, value_s) ? text : formatDuration(value_s);
}

function durationIn(unit: DurationUnit, value_s: number): string {
  const [factor, power] = units[unit];
  return `${Number((value_s / factor / Number(`1e${power}`)).toPrecision(15))}${unit}`;
}

function readsAs(text: string, value_s: number): boolean {
  return patterns.duration.test(text) && parseDuration(text) === value_s;
}

/**
 * Writes a rate above 0 in the unit that suits its size; `parseRate` reads the same double back.
 */
export function formatRate(perSecond: number): string {
  return formatRateIn(perSecond >= 10 ? 's' : perSecond * 60 >= 1 ? 'min' : 'h', perSecond);
}

/** The same per this unit, unless it would not be read as the same double there. */
export function formatRateIn(fit: keyof typeof secondsPerRateUnit, perSecond: number): string {
  for (const unit of [fit, 's', 'min', 'h'] as const) {
    const amount = Number((perSecond * secondsPerRateUnit[unit]).toPrecision(15));
    const text = `${decimal(amount)}/${unit}`;
    if (patterns.rate.test(text) && parseRate(text) === perSecond) return text;
  }
  return `${decimal(perSecond)}/s`;
}

/** Writes a value in the unit of a distribution: a time in seconds as a duration, or a plain number. */
export function formatQuantity(value: number, unit: 'time' | 'plain'): string {
  return unit === 'time' ? formatDuration(value) : String(value);
}

/** Writes a fraction 0..1 as a percentage; `parsePercent` reads the same double back. */
export function formatPercent(fraction: number): string {
  return `${decimal(fraction, 2)}%`;
}

/** Writes a fraction 0..1 as the name of a percentile; `percentOf` reads the same double back. */
export function formatPercentile(fraction: number): string {
  return `p${decimal(fraction, 2)}`;
}

/**
 * A number without an exponent, times a power of ten: the decimal point is moved in the text, so
 * that nothing is rounded.
 */
export function decimal(value: number, power = 0): string {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', decimals = ''] = mantissa.split('.');
  const point = whole.length + Number(exponent) + power;
  const zeros = Math.max(0, 1 - point);
  const digits = `${'0'.repeat(zeros)}${whole}${decimals}`.padEnd(point + zeros, '0');
  const integer = digits.slice(0, point + zeros).replace(/^0+(?=\d)/, '');
  const rest = digits.slice(point + zeros).replace(/0+$/, '');
  return rest === '' ? integer : `${integer}.${rest}`;
}
