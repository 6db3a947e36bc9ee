import { loadKind, type OpenLoad } from './load.js';

/** Evenly spaced arrivals: one at `phase_s`, then one every 1 / rate seconds. */
export function uniformSpacing(rate_hz: number, phase_s: number): OpenLoad {
  return {
    open: true,
    rate_hz,
    expected: (time_s) => rate_hz * time_s,
    together: (window_s) => rate_hz * window_s + 1,
    arrivals() {
      let i = 0;
      return () => phase_s + i++ / rate_hz;
    },
  };
}

export const uniformKind = loadKind({
  name: 'uniform',
  says: 'Evenly spaced arrivals.',
  parameters: {
    rate: { type: 'rate', says: 'Rate of arrivals.' },
    phase: { type: 'duration', preset: 0, says: 'Time of the first arrival.' },
  },
  words: ({ rate, phase }, settings) =>
    `evenly spaced arrivals, ${rate}${settings.phase === 0 ? '' : `, first at ${phase}`}`,
  create: ({ rate, phase }) => uniformSpacing(rate, phase),
});
