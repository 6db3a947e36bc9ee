/** A moment as people write it, UTC: `2026-05-11` and `09:02`. */
export interface WrittenMoment {
  readonly day: string;
  readonly minute: string;
}

/**
 * Writes a moment, by the Gregorian calendar.
 * @param time_s seconds since 1970, from the year 1 to 9999
 */
export function writtenMoment(time_s: number): WrittenMoment {
  const minutes = Math.floor(time_s / 60);
  const days = Math.floor(minutes / 1440);
  // Years that begin with March have their leap day at the end: 400 of them have 146,097 days.
  const since = days + 719_468;
  const era = Math.floor(since / 146_097);
  const day = since - era * 146_097;
  const year = Math.floor(
    (day - Math.floor(day / 1460) + Math.floor(day / 36_524) - Math.floor(day / 146_096)) / 365,
  );
  const ofYear = day - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const march = Math.floor((5 * ofYear + 2) / 153);
  const ofMonth = ofYear - Math.floor((153 * march + 2) / 5) + 1;
  const month = march < 10 ? march + 3 : march - 9;
  const written = year + era * 400 + (month <= 2 ? 1 : 0);
  const ofDay = minutes - days * 1440;
  return {
    day: [padded(written, 4), padded(month, 2), padded(ofMonth, 2)].join('-'),
    minute: [padded(Math.floor(ofDay / 60), 2), padded(ofDay % 60, 2)].join(':'),
  };
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
