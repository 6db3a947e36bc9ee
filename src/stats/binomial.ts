import { exp, ln } from './elementary.js';
import { logGamma } from './log-gamma.js';

/**
 * The probability that so many of independent trials succeed, or more.
 * @param successes a whole number, at most `trials`
 * @param chance of each, 0..1
 */
export function atLeast(successes: number, trials: number, chance: number): number {
  if (successes <= 0 || chance >= 1) return 1;
  if (chance <= 0) return 0;
  let sum = 0;
  for (let k = successes; k <= trials; k++) {
    const ways = logGamma(trials + 1) - logGamma(k + 1) - logGamma(trials - k + 1);
    sum += exp(ways + k * ln(chance) + (trials - k) * ln(1 - chance));
  }
  return Math.min(1, sum);
}
