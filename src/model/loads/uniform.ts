import type { OpenLoad } from './load.js';

/** Evenly spaced arrivals: one at `phase_s`, then one every 1 / rate seconds. */
export function uniformSpacing(rate_hz: number, phase_s: number): OpenLoad {
  return {
    kind: 'uniform',
    open: true,
    expected: (duration_s) => rate_hz * duration_s,
    arrivals() {
      let i = 0;
      return () => phase_s + i++ / rate_hz;
    },
  };
}
