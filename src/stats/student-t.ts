import { exp, ln } from './elementary.js';
import { logGamma } from './log-gamma.js';
import { normalQuantile } from './normal.js';

/**
 * The quantile function of Student's t distribution, to about ten digits. The tail is the
 * incomplete beta function I_x(df/2, 1/2) with x = df / (df + t^2) (Abramowitz & Stegun 26.7.1),
 * by its continued fraction (26.5.8); its inverse by Newton steps on logarithms, in a bracket.
 * @param p a probability strictly between 0 and 1; exact to the last digits where it is small, so
 *   ask for the lower tail
 * @param df degrees of freedom, 1 or more
 */
export function studentTQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  return p < 0.5 ? -upper(p, df) : upper(1 - p, df);
}

/** The value that is exceeded with probability p, which is below 1/2. */
function upper(p: number, df: number): number {
  const logBeta = logBetaWithHalf(df / 2);
  const target = ln(p);
  // Its tails are heavier than those of the normal distribution.
  let low = -normalQuantile(p);
  let high = 2 * low;
  while (tail(high, df, logBeta) > p) {
    low = high;
    high *= 2;
  }
  let t = low;
  for (let i = 0; i < MOST_STEPS; i++) {
    const probability = tail(t, df, logBeta);
    const excess = ln(probability) - target;
    if (excess > 0) low = t;
    else high = t;
    const slope = (t * density(t, df, logBeta)) / probability;
    const step = t * exp(excess / slope);
    const next = step > low && step < high ? step : Math.sqrt(low * high);
    if (Math.abs(next - t) <= PRECISION * t) return next;
    t = next;
  }
  return t;
}

const MOST_STEPS = 200;
const PRECISION = 1e-14;

/** The probability of more than t, for t above 0. */
function tail(t: number, df: number, logBeta: number): number {
  const a = df / 2;
  const square = t * t;
  const x = df / (df + square);
  const rest = square / (df + square);
  const front = exp(a * ln(x) + ln(rest) / 2 - logBeta);
  const inTail =
    x < (a + 1) / (a + 2.5)
      ? (front * continuedFraction(a, 0.5, x)) / a
      : 1 - (front * continuedFraction(0.5, a, rest)) / 0.5;
  return inTail / 2;
}

function density(t: number, df: number, logBeta: number): number {
  return exp(-((df + 1) / 2) * ln(1 + (t * t) / df) - logBeta) / Math.sqrt(df);
}

/** Lentz's method. */
function continuedFraction(a: number, b: number, x: number): number {
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let c = 1;
  let product = d;
  for (let m = 1; ; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / notZero(1 + even * d);
    c = notZero(1 + even / c);
    product *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / notZero(1 + odd * d);
    c = notZero(1 + odd / c);
    const factor = d * c;
    product *= factor;
    if (Math.abs(factor - 1) < 1e-15 || m > MOST_TERMS) return product;
  }
}

const MOST_TERMS = 100_000;

function notZero(value: number): number {
  return value === 0 ? 1e-300 : value;
}

/** log B(a, 1/2). */
function logBetaWithHalf(a: number): number {
  return logGamma(a) + ln(Math.PI) / 2 - logGamma(a + 0.5);
}
