import { ln } from '../../stats/elementary.js';
import { loadKind, type OpenLoad } from './load.js';

/** Independent arrivals at a mean rate per second. */
export function poisson(rate_hz: number): OpenLoad {
  return {
    open: true,
    rate_hz,
    expected: (time_s) => rate_hz * time_s,
    // Five standard deviations above the mean.
    together: (window_s) => rate_hz * window_s + 5 * Math.sqrt(rate_hz * window_s) + 1,
    arrivals(stream) {
      let time_s = 0;
      return () => {
        time_s -= ln(1 - stream()) / rate_hz;
        return time_s;
      };
    },
  };
}

export const poissonKind = loadKind({
  name: 'poisson',
  says: 'Independent arrivals.',
  parameters: { rate: { type: 'rate', says: 'Mean rate of arrivals.' } },
  words: ({ rate }) => `Poisson arrivals, ${rate}`,
  create: ({ rate }) => poisson(rate),
});
