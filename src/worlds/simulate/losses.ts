import { BitSet } from '../../kernel/bitset.js';

/**
 * The samples that are lost now. A sample can be overwritten while its logger still waits for the
 * write's answer, so it counts only once it is recorded; and it can be brought back.
 */
export class Losses {
  private readonly lost = new BitSet();
  private readonly afterExpiry = new BitSet();
  /** Recorded samples that are lost. */
  count = 0;
  /** Of these: by a writer from whose copy the sample had expired. */
  countAfterExpiry = 0;

  constructor(private readonly recorded: BitSet) {}

  has(sample: number): boolean {
    return this.lost.has(sample);
  }

  /** A sample is lost that was not yet. */
  add(sample: number, afterExpiry = false): void {
    this.lost.add(sample);
    if (afterExpiry) this.afterExpiry.add(sample);
    if (this.recorded.has(sample)) this.book(sample, 1);
  }

  /** @returns whether it had been lost */
  remove(sample: number): boolean {
    if (!this.lost.has(sample)) return false;
    if (this.recorded.has(sample)) this.book(sample, -1);
    this.lost.delete(sample);
    this.afterExpiry.delete(sample);
    return true;
  }

  /** A sample has just been recorded. */
  nowRecorded(sample: number): void {
    if (this.lost.has(sample)) this.book(sample, 1);
  }

  private book(sample: number, change: 1 | -1): void {
    this.count += change;
    if (this.afterExpiry.has(sample)) this.countAfterExpiry += change;
  }
}
