import { type Stream, Streams } from '../../src/kernel/random.js';

/** The luck of one case: the same for the same seed and number, on every machine. */
export class Draw {
  private readonly stream: Stream;

  constructor(
    readonly seed: number,
    readonly number: number,
  ) {
    this.stream = new Streams(seed, number).stream('fuzz');
  }

  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number {
    return Math.floor(this.stream() * end);
  }

  /** A whole number, both ends included. */
  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  /** A number between two positive ones, each order of magnitude as likely. */
  magnitude(least: number, most: number): number {
    return least * Math.exp(this.stream() * Math.log(most / least));
  }

  chance(probability: number): boolean {
    return this.stream() < probability;
  }

  /** One of some. */
  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** Some of them, each with this probability, in their order. */
  some<T>(list: readonly T[], probability: number): T[] {
    return list.filter(() => this.chance(probability));
  }

  /** So many of something. */
  list<T>(least: number, most: number, make: (i: number) => T): T[] {
    return Array.from({ length: this.between(least, most) }, (_, i) => make(i));
  }
}
