import type { OpenLoad } from './load.js';

/** `size` requests at one instant, first at `phase_s`, then every `every_s` seconds. */
export function bursts(size: number, every_s: number, phase_s: number): OpenLoad {
  return {
    kind: 'bursts',
    open: true,
    expected: (duration_s) => size * Math.ceil(Math.max(0, duration_s - phase_s) / every_s),
    arrivals() {
      let i = 0;
      return () => phase_s + Math.floor(i++ / size) * every_s;
    },
  };
}
