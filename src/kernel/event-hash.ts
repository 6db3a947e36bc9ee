import { digestOf } from './hash.js';

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/**
 * A running 64-bit hash of events, for telling two runs apart cheaply (not cryptographic). Two lanes:
 * each brings an event to one word, as a sum of its parts by odd factors of the lane's own, and mixes
 * that into its state once, so that the order counts.
 */
export class EventHash {
  private high = 0x6c617473;
  private low = 0x696d2131;

  /**
   * @param code which kind of event, 0..31
   * @param time_s any number, bit by bit
   * @param subject whose event it is, a whole number, as are values: the last 32 and 27 bits of them
   */
  add(code: number, time_s: number, subject: number, value: number): void {
    double[0] = time_s;
    const early = words[0]!;
    const late = words[1]!;
    const what = (value << 5) | code;
    const high =
      Math.imul(early, 0xcc9e2d51) +
      Math.imul(late, 0x1b873593) +
      Math.imul(subject, 0x85ebca6b) +
      Math.imul(what, 0xc2b2ae35);
    // Turned: the highest bit of a part stays alone under any odd factor, and two of them cancel out.
    const low =
      Math.imul(rotate(early, 8), 0x9e3779b1) +
      Math.imul(rotate(late, 16), 0x2545f491) +
      Math.imul(rotate(subject, 24), 0x27d4eb2f) +
      Math.imul(what, 0x165667b1);
    this.high = (Math.imul(rotate(this.high ^ high, 13), 0x85ebca77) + 0xe6546b64) | 0;
    this.low = (Math.imul(rotate(this.low ^ low, 17), 0xc2b2ae3d) + 0x38495ab5) | 0;
  }

  /** 16 hexadecimal digits; the hash can go on afterwards. */
  digest(): string {
    return digestOf(this.high, this.low);
  }
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
