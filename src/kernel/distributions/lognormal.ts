import { exp, ln } from '../../stats/elementary.js';
import { normalQuantile } from '../../stats/normal.js';
import type { Distribution } from './distribution.js';
import { distributionKind } from './kind.js';

/** The normal distribution's 95th percentile. */
const Z95 = 1.6448536269514722;

/** exp(mu + sigma Z) with Z standard normal. */
export function lognormal(mu: number, sigma: number): Distribution {
  return {
    mean: exp(mu + (sigma * sigma) / 2),
    quantile: (u) => exp(mu + sigma * normalQuantile(u)),
  };
}

/** The lognormal with this median and this 95th percentile (`p95 >= p50 > 0`, same unit). */
export function lognormalFromPercentiles(p50: number, p95: number): Distribution {
  return lognormal(ln(p50), ln(p95 / p50) / Z95);
}

/** The lognormal with this mean (of the quantity) and this sigma (of its logarithm). */
export function lognormalFromMean(mean: number, sigma: number): Distribution {
  return lognormal(ln(mean) - (sigma * sigma) / 2, sigma);
}

export const lognormalKind = distributionKind({
  name: 'lognormal',
  says: 'Lognormal, from two percentiles (p50, p95) or from mean and sigma.',
  parameters: {
    p50: { type: 'quantity', positive: true, says: 'Median.' },
    p95: { type: 'quantity', positive: true, says: '95th percentile, above p50.' },
    mean: { type: 'quantity', positive: true, says: 'Mean of the values. Goes with sigma.' },
    sigma: {
      type: 'amount',
      positive: true,
      says: 'Standard deviation of the logarithm of the values. Goes with mean.',
    },
  },
  forms: [
    ['p50', 'p95'],
    ['mean', 'sigma'],
  ],
  oneForm: 'a lognormal distribution takes two parameters',
  check(settings) {
    if (!('p50' in settings) || settings.p95 > settings.p50) return undefined;
    const remedy = 'swap them, or use { distribution: constant }';
    return { at: 'p95', problem: 'p95 must be above p50', remedy };
  },
  words: (texts) =>
    'p50' in texts
      ? `lognormal of P50 ${texts.p50} and P95 ${texts.p95}`
      : `lognormal of mean ${texts.mean} and sigma ${texts.sigma}`,
  create: (settings) =>
    'p50' in settings
      ? lognormalFromPercentiles(settings.p50, settings.p95)
      : lognormalFromMean(settings.mean, settings.sigma),
});
