/** `2026-05-11-09-05` */
const MINUTE = /^(\d{4,})-(\d\d)-(\d\d)-(\d\d)-(\d\d)$/;

/** The minute that begins so many minutes after 1970, as LiteLLM names it: by local time. */
export function minuteName(minute: number): string {
  const at = new Date(minute * 60_000);
  const two = (part: number): string => String(part).padStart(2, '0');
  return [
    String(at.getFullYear()).padStart(4, '0'),
    two(at.getMonth() + 1),
    two(at.getDate()),
    two(at.getHours()),
    two(at.getMinutes()),
  ].join('-');
}

/** Back: undefined, it is no minute. Of one that comes twice, as clocks are put back, the first. */
export function minuteNamed(name: string): number | undefined {
  const [, year, month, day, hour, minute] = MINUTE.exec(name) ?? [];
  if (year === undefined) return undefined;
  const at = new Date(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  return Math.floor(at.getTime() / 60_000);
}
