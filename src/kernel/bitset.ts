/** Bits per page, as a power of two: 2 kB. */
const PAGE = 14;
const WORDS = 1 << (PAGE - 5);
const WORD = WORDS - 1;

/** A set of non-negative integers below 2^32: a bit each, in pages that are made when they are needed. */
export class BitSet {
  private readonly pages: (Uint32Array | undefined)[] = [];

  has(index: number): boolean {
    const page = this.pages[index >>> PAGE];
    return page !== undefined && ((page[(index >>> 5) & WORD]! >>> (index & 31)) & 1) === 1;
  }

  add(index: number): void {
    this.pages[index >>> PAGE] ??= new Uint32Array(WORDS);
    this.pages[index >>> PAGE]![(index >>> 5) & WORD]! |= 1 << (index & 31);
  }

  delete(index: number): void {
    const page = this.pages[index >>> PAGE];
    if (page !== undefined) page[(index >>> 5) & WORD]! &= ~(1 << (index & 31));
  }
}
