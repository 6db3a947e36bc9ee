import { loadKind, type OpenLoad } from './load.js';

/** `size` requests at one instant, first at `phase_s`, then every `every_s` seconds. */
export function bursts(size: number, every_s: number, phase_s: number): OpenLoad {
  return {
    open: true,
    rate_hz: size / every_s,
    bursty: true,
    period_s: every_s,
    expected: (time_s) => size * Math.ceil(Math.max(0, time_s - phase_s) / every_s),
    together: (window_s) => size * (Math.floor(window_s / every_s) + 1),
    arrivals() {
      let i = 0;
      return () => phase_s + Math.floor(i++ / size) * every_s;
    },
  };
}

export const burstsKind = loadKind({
  name: 'bursts',
  says: 'Many requests at the same instant, again and again.',
  parameters: {
    size: { type: 'whole', from: 1, to: 10_000_000, says: 'Requests per burst.' },
    every: { type: 'duration', positive: true, says: 'Time from one burst to the next.' },
    phase: { type: 'duration', preset: 0, says: 'Time of the first burst.' },
  },
  words: ({ size, every, phase }, settings) =>
    `bursts of ${size} every ${every}${settings.phase === 0 ? '' : `, first at ${phase}`}`,
  create: ({ size, every, phase }) => bursts(size, every, phase),
});
