/** Who fetches jobs for those who carry them out. */
interface Fetching {
  /** Fetches no more; what is on its way may still come. */
  pause(doNotWaitActive: true): Promise<void>;
  resume(): Promise<void>;
}

/**
 * Jobs of a worker go on side by side, but for one that a worker has died of: that one goes on alone, so
 * that whoever dies again dies of it.
 */
export class Solitude {
  private atWork = 0;
  private isTaken = false;
  private left = (): void => undefined;

  /** @param fetching who fetches, for the time being */
  constructor(private readonly fetching: () => Fetching) {}

  /**
   * Carries out a job when it may begin.
   * @returns undefined where another has to be alone: the job is to be put back
   */
  async carryOut<Result>(
    hasKilled: boolean,
    work: () => Promise<Result>,
  ): Promise<Result | undefined> {
    if (this.isTaken) return undefined;
    if (hasKilled) return this.alone(work);
    this.atWork++;
    try {
      return await work();
    } finally {
      this.atWork--;
      this.left();
    }
  }

  private async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    this.isTaken = true;
    try {
      await this.fetching().pause(true);
      while (this.atWork > 0) {
        await new Promise<void>((resolve) => {
          this.left = resolve;
        });
      }
      return await work();
    } finally {
      this.isTaken = false;
      await this.fetching().resume();
    }
  }
}
