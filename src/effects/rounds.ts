import { type Effect, effectText, signatureOf } from './effects.js';

/** Effects of a call from which on it is worth knowing whether it goes round. */
const LONG = 1000;
/** Longest round, in effects, that is recognised as one. */
const LONGEST_ROUND = 8;
/** A round counts once it has gone so often. */
const TIMES = 3;

/** What a call has yielded, as far as it takes to say how it goes round. */
export class Rounds {
  /** Effects so far. */
  effects = 0;
  private readonly last: Effect[] = [];

  constructor(readonly method: string) {}

  add(effect: Effect): void {
    if (++this.effects < LONG) return;
    this.last.push(effect);
    if (this.last.length > KEPT) this.last.shift();
  }

  get isLong(): boolean {
    return this.effects >= LONG;
  }

  /** The effects that it repeats: `, at last read("lock"), sleep(0.1) again and again`; or nothing. */
  get told(): string {
    const { last } = this;
    const round = roundOf(last.map(effectText)) ?? roundOf(last.map(({ op }) => signatureOf(op)));
    return round === undefined ? '' : `, at last ${round.join(', ')} again and again`;
  }
}

const KEPT = LONGEST_ROUND * TIMES;

/** The shortest round that the end of a list has gone several times. */
function roundOf(last: readonly string[]): readonly string[] | undefined {
  for (let length = 1; length * TIMES <= last.length; length++) {
    const end = last.slice(-length * TIMES);
    if (end.every((text, i) => text === end[i % length])) return end.slice(0, length);
  }
  return undefined;
}
