/** A moment as a log writes it. */
export interface Timestamp {
  /** Microseconds since 1970, a whole number; of a time without a zone as if it were UTC. */
  readonly time_us: number;
  /** Whether the text says which zone it means. */
  readonly zoned: boolean;
}

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\s?(?:(Z|UTC|GMT|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)(?: UTC| GMT)?)?$/i;
const EPOCH = /^\d{9,19}(?:[.,]\d{1,9})?$/;

const DAY_MS = 86_400_000;

/** Epoch numbers from here on are milliseconds: as seconds they would lie beyond the year 5138. */
const FIRST_MILLISECONDS = 1e11;
/** And so with micro- and nanoseconds. */
const FIRST_MICROSECONDS = 1e14;
const FIRST_NANOSECONDS = 1e17;

/**
 * Reads a moment: ISO 8601 with `T` or a space, fractions of a second, and a zone or none; or
 * seconds since 1970, or their thousandth, millionth or billionth parts. Undefined where it is none of these.
 */
export function parseTimestamp(text: string): Timestamp | undefined {
  const iso = ISO.exec(text);
  if (iso !== null) return fromIso(iso);
  if (!EPOCH.test(text)) return undefined;
  const value = Number(text.replace(',', '.'));
  return { time_us: Math.round(value * microseconds(value)), zoned: true };
}

/** How many a unit of an epoch number has. */
function microseconds(value: number): number {
  if (value < FIRST_MILLISECONDS) return 1e6;
  if (value < FIRST_MICROSECONDS) return 1e3;
  return value < FIRST_NANOSECONDS ? 1 : 1e-3;
}

function fromIso(match: RegExpExecArray): Timestamp | undefined {
  const [, year, month, day, hour, minute, second, fraction = '', zone] = match;
  const fields = [Number(month), Number(day), Number(hour), Number(minute), Number(second)];
  const [mon = 0, d = 0, h = 0, min = 0, s = 0] = fields;
  const daysOfMonth = (Date.UTC(Number(year), mon) - Date.UTC(Number(year), mon - 1)) / DAY_MS;
  if (mon < 1 || mon > 12 || d < 1 || d > daysOfMonth || h > 23 || min > 59 || s > 60) {
    return undefined;
  }
  const whole_ms = Date.UTC(Number(year), mon - 1, d, h, min, s);
  const offset_min = zone === undefined ? 0 : offsetOf(zone);
  const fraction_us = fraction === '' ? 0 : Math.round(Number(`0.${fraction}`) * 1e6);
  return {
    time_us: (whole_ms - offset_min * 60_000) * 1000 + fraction_us,
    zoned: zone !== undefined,
  };
}

/** Minutes east of UTC. */
function offsetOf(zone: string): number {
  if (/^[zug]/i.test(zone)) return 0;
  const digits = zone.slice(1).replaceAll(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4) || 0);
  return zone.startsWith('-') ? -minutes : minutes;
}
