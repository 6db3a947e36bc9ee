import type { OpenLoad } from './load.js';

/** Arrivals at given times, in seconds, never descending. */
export function recorded(times_s: readonly number[]): OpenLoad {
  return {
    kind: 'file',
    open: true,
    expected: (duration_s) => times_s.filter((time_s) => time_s < duration_s).length,
    arrivals() {
      let i = 0;
      return () => times_s[i++] ?? Number.POSITIVE_INFINITY;
    },
  };
}
