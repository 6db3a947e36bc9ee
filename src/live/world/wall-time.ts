const NS_PER_S = 1e9;
const MS_PER_S = 1e3;

/** Real time, as all processes of a machine read it, in seconds of the scenario. */
export class WallTime {
  private timers = 0;
  private sum_s = 0;
  private most_s = 0;

  /**
   * @param start_ns when time 0 is, by the machine's monotonic clock
   * @param scale how many seconds of the scenario pass in a real one
   */
  constructor(
    private readonly start_ns: bigint,
    private readonly scale: number,
  ) {}

  /** The machine's monotonic clock, the same for all of its processes. */
  static clock_ns(): bigint {
    return process.hrtime.bigint();
  }

  now_s(): number {
    return (Number(WallTime.clock_ns() - this.start_ns) / NS_PER_S) * this.scale;
  }

  /** Does something so many seconds of the scenario later; a timer of Node is never early. */
  wait(delay_s: number, then: () => void): void {
    const due_s = this.now_s() + delay_s;
    const done = () => {
      const late_s = Math.max(0, this.now_s() - due_s) / this.scale;
      this.timers++;
      this.sum_s += late_s;
      this.most_s = Math.max(this.most_s, late_s);
      then();
    };
    const delay_ms = Math.ceil((delay_s / this.scale) * MS_PER_S);
    if (delay_ms > 0) setTimeout(done, delay_ms);
    else setImmediate(done);
  }

  /** By how much its timers were late since this was last asked, in real seconds. */
  takeLate(): { readonly timers: number; readonly sum_s: number; readonly most_s: number } {
    const { timers, sum_s, most_s } = this;
    this.timers = 0;
    this.sum_s = 0;
    this.most_s = 0;
    return { timers, sum_s, most_s };
  }
}
