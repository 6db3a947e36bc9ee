/**
 * How far the samples of a deployment have come, in the order of their life. `recorded` says
 * nothing about whether the sample is still there: the stored values say that, and whether a
 * select that does not see it has read an old copy (`stale`).
 */
export const Fate = {
  neverSentTo: 0,
  inFlight: 1,
  waiting: 2,
  notRecordable: 3,
  abandoned: 4,
  lost: 5,
  expired: 6,
  stale: 7,
  recorded: 8,
} as const;
export type Fate = (typeof Fate)[keyof typeof Fate];

/** A fate that leaves no sample in what a select sees. */
export type MissingFate = Exclude<Fate, typeof Fate.recorded>;

/**
 * The fate of each deployment's samples, as each process and as all of them together saw it. An
 * outcome (not recordable, abandoned, lost, expired, recorded) stays until the next outcome: a new
 * request on its way does not undo what became of the last sample.
 */
export class Knowledge {
  private readonly fates: Uint8Array;

  constructor(
    private readonly processes: number,
    private readonly deployments: number,
  ) {
    this.fates = new Uint8Array((processes + 1) * deployments);
  }

  /** The fate that a process knows of; `all` for the processes together. */
  fate(process: number | 'all', position: number): Fate {
    return this.fates[this.cell(process, position)] as Fate;
  }

  /** A request has been sent, or has been completed: the fate moves on, never back. */
  advance(process: number, position: number, to: 1 | 2): void {
    for (const cell of [this.cell(process, position), this.cell('all', position)]) {
      if (this.fates[cell]! < to) this.fates[cell] = to;
    }
  }

  /** The outcome of a sample that a process handled. */
  settle(process: number, position: number, outcome: Fate): void {
    this.fates[this.cell(process, position)] = outcome;
    this.fates[this.cell('all', position)] = outcome;
  }

  /**
   * What had been recorded has left the copy of the data that counts. Of a shared one all processes
   * are told that do not know already that it has expired in their own memory.
   */
  left(
    copy: 'shared' | number,
    position: number,
    how: typeof Fate.lost | typeof Fate.expired,
  ): void {
    if (copy !== 'shared') {
      this.settle(copy, position, how);
      return;
    }
    this.fates[this.cell('all', position)] = how;
    for (let process = 0; process < this.processes; process++) {
      const cell = this.cell(process, position);
      const fate = this.fates[cell]!;
      if (fate === Fate.recorded || fate === Fate.lost) this.fates[cell] = how;
    }
  }

  /** What had been recorded has expired in a process's memory, beside a shared copy. */
  forgotten(process: number, position: number): void {
    const cell = this.cell(process, position);
    if (this.fates[cell]! >= Fate.lost) this.fates[cell] = Fate.expired;
  }

  private cell(process: number | 'all', position: number): number {
    return (process === 'all' ? this.processes : process) * this.deployments + position;
  }
}
