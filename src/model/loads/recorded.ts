import type { OpenLoad } from './load.js';

/** Arrivals at given times, in seconds, never descending. */
export function recorded(times_s: ArrayLike<number>): OpenLoad {
  return {
    kind: 'file',
    open: true,
    expected(duration_s) {
      let within = 0;
      while (within < times_s.length && times_s[within]! < duration_s) within++;
      return within;
    },
    arrivals() {
      let i = 0;
      return () => times_s[i++] ?? Number.POSITIVE_INFINITY;
    },
  };
}
