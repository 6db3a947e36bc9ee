/** The keys of all deployments' counts of one minute; made once a minute. */
export class MinuteKeys {
  private minute = Number.NaN;
  private keys: readonly string[] = [];

  constructor(
    private readonly deployments: number,
    /** In the order of what they are of, each for all deployments. */
    private readonly keysOf: readonly ((position: number, minute: number) => string)[],
  ) {}

  at(minute: number): readonly string[] {
    if (minute !== this.minute) {
      this.minute = minute;
      this.keys = this.keysOf.flatMap((keyOf) =>
        Array.from({ length: this.deployments }, (_, position) => keyOf(position, minute)),
      );
    }
    return this.keys;
  }
}

/** A minute as LiteLLM names it in the keys of usage: hour and minute of the day. */
export function hourAndMinute(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60) % 24)}-${two(minute % 60)}`;
}
