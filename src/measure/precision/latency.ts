import { estimateAt } from '../../stats/interval.js';
import { fixed, roundedUp } from '../../text/figures.js';
import { formatPercent, parsePercent } from '../../text/units.js';
import { meanLatency_s } from '../latency.js';
import { known } from '../shares.js';
import type { PrecisionKind } from './kind.js';

/**
 * What callers wait: the mean latency of a replication, over the requests of all model groups, averaged
 * over replications; relative to that average.
 */
export const LATENCY_PRECISION: PrecisionKind = {
  name: 'latency',
  example: 'latency=5%',
  form: 'a percentage of the mean latency above 0%, at most 100%',
  subject: 'the mean latency',
  bare: false,
  relative: true,
  read(text) {
    try {
      const fraction = parsePercent(text);
      return fraction > 0 ? fraction : undefined;
    } catch {
      return undefined;
    }
  },
  write: formatPercent,
  reach(halfWidth) {
    const percentage = halfWidth * 100;
    const decimals = percentage >= 0.95 ? 1 : 2;
    return `±${fixed(roundedUp(percentage, decimals), decimals)}%`;
  },
  parts(_, results, alpha) {
    const means = known(results.map(meanLatency_s));
    return [
      {
        name: 'mean latency',
        unmeasured: means.length === 0,
        estimation: estimateAt(means, alpha, LATENCIES),
      },
    ];
  },
};

/** No time is negative. */
const LATENCIES = { least: 0, most: Number.POSITIVE_INFINITY } as const;
