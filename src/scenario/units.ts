/**
 * Quantities as people write them: durations (`1622ms`), rates (`160/min`) and fractions (`30%`).
 *
 * Reading throws a `RangeError` whose message says what is wrong with the text; `forms` say what
 * would be right, for the remedy of an error.
 */

const secondsPerUnit = { us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600, d: 86_400 } as const;
const secondsPerRateUnit = { s: 1, min: 60, h: 3600 } as const;

/** What is accepted, in words, for remedies and for the JSON Schema. */
export const forms = {
  duration: 'a number and one of us, ms, s, m, h, d, such as 1622ms or 5m',
  rate: 'a number per s, min or h, such as 2.5/s or 160/min',
  fraction: 'a number from 0 to 1 or a percentage, such as 0.3 or 30%',
} as const;

/** Patterns of the accepted texts, shared by the readers and the JSON Schema. */
export const patterns = {
  duration: /^(0|(\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)\s?(us|ms|s|m|h|d))$/,
  rate: /^(\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)\s?\/\s?(s|min|h)$/,
  percent: /^(\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)\s?%$/,
} as const;

/** Shortens and quotes a text for a message. */
export function quoted(text: string): string {
  const line = text.length > 40 ? `${text.slice(0, 37)}...` : text;
  return JSON.stringify(line);
}

function finite(value: number, text: string): number {
  if (!Number.isFinite(value)) throw new RangeError(`${quoted(text)} is too large`);
  return value;
}

/**
 * Reads a duration, in seconds.
 *
 * Scaling is one multiplication or division by an exact integer, so that `1622ms` is the double
 * nearest to 1.622.
 */
export function parseDuration(text: string): number {
  const match = patterns.duration.exec(text.trim());
  if (match === null) throw new RangeError(whyNoDuration(text.trim()));
  if (match[1] === '0') return 0;
  const unit = match[3] as keyof typeof secondsPerUnit;
  const amount = Number(match[2]);
  const value_s =
    unit === 'us' ? amount / 1e6 : unit === 'ms' ? amount / 1e3 : amount * secondsPerUnit[unit];
  return finite(value_s, text);
}

function whyNoDuration(text: string): string {
  if (/^-/.test(text)) return `a duration cannot be negative: ${quoted(text)}`;
  if (/^[\d.]+$/.test(text)) return `${quoted(text)} has no unit`;
  const unit = /^[\d.]+(?:[eE][+-]?\d+)?\s*([^\d\s].*)$/.exec(text)?.[1];
  if (unit !== undefined) return `${quoted(unit)} is no unit of time`;
  return `${quoted(text)} is no duration`;
}

/** Reads a rate, per second. */
export function parseRate(text: string): number {
  const match = patterns.rate.exec(text.trim());
  if (match === null) {
    throw new RangeError(
      /^-/.test(text.trim())
        ? `a rate cannot be negative: ${quoted(text)}`
        : `${quoted(text)} is no rate`,
    );
  }
  const unit = match[2] as keyof typeof secondsPerRateUnit;
  return finite(Number(match[1]) / secondsPerRateUnit[unit], text);
}

/** Reads a percentage, as a fraction 0..1. */
export function parsePercent(text: string): number {
  const match = patterns.percent.exec(text.trim());
  if (match === null) throw new RangeError(`${quoted(text)} is no percentage`);
  const value = Number(match[1]) / 100;
  if (value > 1) throw new RangeError(`${quoted(text)} is more than 100%`);
  return value;
}

/** Writes a duration in the largest unit that keeps it exact: the inverse of `parseDuration`. */
export function formatDuration(value_s: number): string {
  if (value_s === 0) return '0s';
  for (const unit of ['d', 'h', 'm', 's', 'ms', 'us'] as const) {
    const amount =
      unit === 'us'
        ? value_s * 1e6
        : unit === 'ms'
          ? value_s * 1e3
          : value_s / secondsPerUnit[unit];
    const text = `${Number.isInteger(amount) ? amount : Number(amount.toPrecision(12))}${unit}`;
    if (amount >= 1 && parseDuration(text) === value_s) return text;
  }
  return `${value_s}s`;
}
