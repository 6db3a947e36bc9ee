import type { Draws } from '../simulate/luck.js';

/** Luck that was drawn elsewhere: gives its numbers in the order in which they were drawn. */
export class GivenLuck implements Draws {
  private next = 0;

  constructor(private readonly numbers: readonly number[]) {}

  /** @throws RangeError where all have been given */
  draw(purpose: string): number {
    const number = this.numbers[this.next++];
    if (number === undefined) throw new RangeError(`no random number was drawn for '${purpose}'`);
    return number;
  }
}
