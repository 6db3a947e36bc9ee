import { RunningHash } from '../kernel/hash.js';

/** The first number of slots, a power of two. */
const FIRST_SLOTS = 1024;
/** The table is enlarged when this part of it is full. */
const MOST_FULL = 0.6;
/** A row with the same id that began earlier or later by more than this is of another request: clocks are rounded. */
const SAME_MS = 2;

/**
 * Which requests have been seen, by their ids: 64 bits of a hash and the start, in milliseconds, for each, in a
 * table that grows, 25 MB for a million ids. Of as many the chance that any two different ones are taken for
 * the same is one in thirty million.
 */
export class SeenIds {
  private slots = FIRST_SLOTS;
  private table = new Uint32Array(3 * FIRST_SLOTS);
  private size = 0;

  /**
   * Whether a request with this id and start has been seen; it has now. Servers of one's own may give the same
   * id to all answers: where the start is another, it is another request.
   */
  hasSeen(id: string, start_us: number): boolean {
    // The last 32 bits of it, which come again after seven weeks.
    const start_ms = Math.round(start_us / 1000) >>> 0;
    const before_ms = this.startOf(new RunningHash().addText(id), start_ms);
    if (before_ms === undefined) return false;
    if (Math.abs(before_ms - start_ms) <= SAME_MS) return true;
    return this.startOf(new RunningHash().addText(id).addDouble(start_us), start_ms) !== undefined;
  }

  /** The start that is kept of a hash; undefined where there is none, and then this is. */
  private startOf(hash: RunningHash, start_ms: number): number | undefined {
    const [high, low] = hash.words();
    const at = this.slotOf(high, low || 1);
    if (this.table[at + 1] !== 0) return this.table[at + 2];
    this.table.set([high, low || 1, start_ms], at);
    this.size += 1;
    if (this.size > MOST_FULL * this.slots) this.grow();
    return undefined;
  }

  /** Where a hash is, or is to be; the low word of an empty slot is 0. */
  private slotOf(high: number, low: number): number {
    const { table, slots } = this;
    for (let slot = low & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const at = 3 * slot;
      if (table[at + 1] === 0 || (table[at] === high && table[at + 1] === low)) return at;
    }
  }

  private grow(): void {
    const before = this.table;
    this.slots *= 2;
    this.table = new Uint32Array(3 * this.slots);
    for (let at = 0; at < before.length; at += 3) {
      if (before[at + 1] === 0) continue;
      const to = this.slotOf(before[at] as number, before[at + 1] as number);
      for (let i = 0; i < 3; i++) this.table[to + i] = before[at + i] as number;
    }
  }
}
