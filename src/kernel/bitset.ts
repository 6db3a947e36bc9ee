/** A set of small non-negative integers that grows as needed: one bit each. */
export class BitSet {
  private words = new Uint32Array(32);

  has(index: number): boolean {
    return (((this.words[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;
  }

  add(index: number): void {
    const word = index >>> 5;
    if (word >= this.words.length) {
      const grown = new Uint32Array(Math.max(word + 1, 2 * this.words.length));
      grown.set(this.words);
      this.words = grown;
    }
    this.words[word]! |= 1 << (index & 31);
  }

  delete(index: number): void {
    // Past the end, an assignment to a typed array does nothing.
    this.words[index >>> 5]! &= ~(1 << (index & 31));
  }
}
