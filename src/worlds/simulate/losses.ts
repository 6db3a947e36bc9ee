import { BitSet } from '../../kernel/bitset.js';

/**
 * The samples that are lost now. A sample can be overwritten while its logger still waits for the
 * write's answer, so it counts only once it is recorded; and it can be brought back.
 */
export class Losses {
  private readonly lost = new BitSet();
  /** Recorded samples that are lost. */
  count = 0;

  constructor(private readonly recorded: BitSet) {}

  /** @returns whether it was not lost yet */
  add(sample: number): boolean {
    if (this.lost.has(sample)) return false;
    this.lost.add(sample);
    if (this.recorded.has(sample)) this.count++;
    return true;
  }

  /** @returns whether it had been lost */
  remove(sample: number): boolean {
    if (!this.lost.has(sample)) return false;
    this.lost.delete(sample);
    if (this.recorded.has(sample)) this.count--;
    return true;
  }

  /** A sample has just been recorded. */
  nowRecorded(sample: number): void {
    if (this.lost.has(sample)) this.count++;
  }
}
