import { parseTimestamp } from '../timestamp.js';

/** The clock of a recording begins at this moment. */
const ORIGIN_US = Date.UTC(2026, 2, 27) * 1000;
const MINUTE_US = 60_000_000;

/** The number of a minute, floor(t / 60 s), by its name on LiteLLM's wall clock: 2026-03-27-00-05. undefined: it is none. */
export function wallMinute(name: string): number | undefined {
  const [, date, hour, minute] = /^(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)$/.exec(name) ?? [];
  const time = parseTimestamp(`${date}T${hour}:${minute}:00Z`);
  return time && (time.time_us - ORIGIN_US) / MINUTE_US;
}
