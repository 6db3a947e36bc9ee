/** Two different places of a list, in the order in which they were drawn. */
export type Pair = readonly [first: number, second: number];

/**
 * Draws two of `count` places, from 2 on: every ordered pair of different ones is equally likely. The
 * draw is that of tower's balancer (tower/src/balance/p2c/service.rs), from one number for its two.
 * @param luck uniform, strictly between 0 and 1
 */
export function pairOf(luck: number, count: number): Pair {
  const draw = Math.floor(luck * count * (count - 1));
  const first = draw % (count - 1);
  const second = Math.floor(draw / (count - 1));
  return [first === second ? count - 1 : first, second];
}

/** A luck that draws this pair. */
export function luckOf([first, second]: Pair, count: number): number {
  const drawn = first === count - 1 ? second : first;
  return (second * (count - 1) + drawn + 0.5) / (count * (count - 1));
}
