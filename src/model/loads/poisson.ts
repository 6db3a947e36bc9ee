import type { OpenLoad } from './load.js';

/** Independent arrivals at a mean rate per second. */
export function poisson(rate_hz: number): OpenLoad {
  return {
    kind: 'poisson',
    open: true,
    expected: (duration_s) => rate_hz * duration_s,
    arrivals(stream) {
      let time_s = 0;
      return () => {
        time_s -= Math.log(1 - stream()) / rate_hz;
        return time_s;
      };
    },
  };
}
