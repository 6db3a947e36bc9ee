import { ln } from './elementary.js';

/** Half of ln(2 pi). */
const HALF_LOG_TWO_PI = 0.9189385332046728;
/** From here on the series below is exact to about 16 digits. */
const SERIES_FROM = 16;

/**
 * The logarithm of the gamma function, to about 14 digits.
 *
 * Stirling's series (Abramowitz and Stegun 6.1.41), after the argument has been raised by the
 * recurrence (6.1.15). Only + * / and log, which give the same bits on every engine in use.
 * @param x above 0
 */
export function logGamma(x: number): number {
  let product = 1;
  let z = x;
  while (z < SERIES_FROM) {
    product *= z;
    z += 1;
  }
  const r = 1 / z;
  const s = r * r;
  const series = r * (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188))));
  return (z - 0.5) * ln(z) - z + HALF_LOG_TWO_PI + series - ln(product);
}
