import { normalQuantile } from '../../stats/normal.js';
import type { Law } from './law.js';

/** The normal distribution's 95th percentile. */
const Z95 = 1.6448536269514722;

/** exp(mu + sigma Z) with Z standard normal. */
export function lognormal(mu: number, sigma: number): Law {
  return {
    mean: Math.exp(mu + (sigma * sigma) / 2),
    quantile: (u) => Math.exp(mu + sigma * normalQuantile(u)),
  };
}

/** The lognormal with this median and this 95th percentile (`p95 >= p50 > 0`, same unit). */
export function lognormalFromPercentiles(p50: number, p95: number): Law {
  return lognormal(Math.log(p50), Math.log(p95 / p50) / Z95);
}

/** The lognormal with this mean (of the quantity) and this sigma (of its logarithm). */
export function lognormalFromMean(mean: number, sigma: number): Law {
  return lognormal(Math.log(mean) - (sigma * sigma) / 2, sigma);
}
