import type { Stream } from '../../src/kernel/random.js';
import { normalQuantile } from '../../src/stats/normal.js';

/** A law of the shares of replications, whose mean is known. */
export interface ShareLaw {
  readonly name: string;
  readonly mean: number;
  readonly draw: (luck: Stream) => number;
}

/** Of a gamma variable with shape 1/2: half the square of a normal one. */
function gammaHalf(luck: Stream): number {
  const z = normalQuantile(luck());
  return (z * z) / 2;
}

/** Shares as routers make them: even, skewed, nearly always almost none, now all and now nothing. */
export const SHARE_LAWS: readonly ShareLaw[] = [
  {
    name: 'normal (0.2, sd 0.08)',
    mean: 0.2,
    draw: (luck) => 0.2 + 0.08 * normalQuantile(luck()),
  },
  {
    // The second smallest of nine that are uniform.
    name: 'Beta(2, 8)',
    mean: 0.2,
    draw: (luck) => Array.from({ length: 9 }, luck).sort((a, b) => a - b)[1] as number,
  },
  {
    name: 'Beta(0.5, 9.5)',
    mean: 0.05,
    draw: (luck) => {
      const one = gammaHalf(luck);
      let other = gammaHalf(luck);
      for (let i = 0; i < 9; i++) other -= Math.log(luck());
      return one / (one + other);
    },
  },
  {
    name: 'Beta(0.5, 0.5)',
    mean: 0.5,
    draw: (luck) => {
      const sine = Math.sin((Math.PI / 2) * luck());
      return sine * sine;
    },
  },
];
