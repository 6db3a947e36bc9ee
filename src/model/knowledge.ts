/**
 * How far the samples of a deployment have come, in the order of their life. `recorded` says
 * nothing about whether the sample is still there: the map says that.
 */
export const Fate = {
  neverSentTo: 0,
  inFlight: 1,
  waiting: 2,
  notRecordable: 3,
  lost: 4,
  expired: 5,
  recorded: 6,
} as const;
export type Fate = (typeof Fate)[keyof typeof Fate];

/**
 * The fate of each deployment's samples, as each process and as all of them together saw it. An
 * outcome (not recordable, lost, expired, recorded) stays until the next outcome: a new request
 * on its way does not undo what became of the last sample.
 */
export class Knowledge {
  private readonly fates: Uint8Array;
  /** When each fate was settled, in seconds. */
  private readonly times: Float64Array;

  constructor(
    private readonly processes: number,
    private readonly deployments: number,
    private readonly clock: { readonly now_s: number },
  ) {
    this.fates = new Uint8Array((processes + 1) * deployments);
    this.times = new Float64Array(this.fates.length);
  }

  /** The fate that a process knows of; `all` for the processes together. */
  fate(process: number | 'all', position: number): Fate {
    return this.fates[this.cell(process, position)] as Fate;
  }

  /** When the outcome was settled that `fate` tells, in seconds. */
  settled_s(process: number | 'all', position: number): number {
    return this.times[this.cell(process, position)]!;
  }

  /** A request has been sent, or has been completed: the fate moves on, never back. */
  advance(process: number, position: number, to: 1 | 2): void {
    for (const cell of [this.cell(process, position), this.cell('all', position)]) {
      if (this.fates[cell]! < to) this.fates[cell] = to;
    }
  }

  /** The outcome of a sample that a process handled. */
  settle(process: number, position: number, outcome: Fate): void {
    this.put(this.cell(process, position), outcome);
    this.put(this.cell('all', position), outcome);
  }

  /** What has happened to a copy: a process's own, or the shared one. */
  settleCopy(copy: 'shared' | number, position: number, outcome: Fate): void {
    this.put(this.cell(copy === 'shared' ? 'all' : copy, position), outcome);
  }

  private put(cell: number, outcome: Fate): void {
    this.fates[cell] = outcome;
    this.times[cell] = this.clock.now_s;
  }

  private cell(process: number | 'all', position: number): number {
    return (process === 'all' ? this.processes : process) * this.deployments + position;
  }
}
