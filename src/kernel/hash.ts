const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/**
 * A running 64-bit hash of numbers, for telling two runs apart cheaply (not cryptographic).
 * Two lanes of MurmurHash3's 32-bit mixing with different multipliers; doubles go in bit by bit.
 */
export class RunningHash {
  private high = 0x6c617473;
  private low = 0x696d2131;

  addInteger(value: number): this {
    this.mix(value | 0);
    return this;
  }

  addDouble(value: number): this {
    double[0] = value;
    this.mix(words[0]!);
    this.mix(words[1]!);
    return this;
  }

  addText(text: string): this {
    for (let i = 0; i < text.length; i++) this.mix(text.charCodeAt(i));
    this.mix(text.length);
    return this;
  }

  /** 16 hexadecimal digits; the hash can go on afterwards. */
  digest(): string {
    return digestOf(this.high, this.low);
  }

  /** The same as two whole numbers of 32 bits. */
  words(): [number, number] {
    return wordsOf(this.high, this.low);
  }

  private mix(word: number): void {
    const k = Math.imul(word, 0xcc9e2d51);
    this.high =
      (Math.imul(rotate(this.high ^ Math.imul(rotate(k, 15), 0x1b873593), 13), 5) + 0xe6546b64) | 0;
    this.low =
      (Math.imul(rotate(this.low ^ Math.imul(rotate(k, 16), 0x2545f491), 17), 9) + 0x38495ab5) | 0;
  }
}

/** What two lanes come to; the second goes into both words. */
function wordsOf(high: number, low: number): [number, number] {
  return [finish(high ^ Math.imul(low, 0x85ebca6b)), finish(low)];
}

/** The same as 16 hexadecimal digits. */
export function digestOf(high: number, low: number): string {
  return wordsOf(high, low).map(hex).join('');
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function finish(word: number): number {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}
