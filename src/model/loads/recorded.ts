import { loadKind, type OpenLoad } from './load.js';

/** Arrivals at given times, in seconds, never descending. */
export function recorded(times_s: ArrayLike<number>): OpenLoad {
  return {
    open: true,
    rate_hz: meanRate_hz(times_s),
    bursty: true,
    fixed: true,
    expected(time_s) {
      let within = 0;
      // Past the last there is none, which ends it.
      while (times_s[within]! < time_s) within++;
      return within;
    },
    together(window_s) {
      let most = 0;
      for (let first = 0, i = 0; i < times_s.length; i++) {
        while (times_s[first]! < times_s[i]! - window_s) first++;
        most = Math.max(most, i - first + 1);
      }
      return most;
    },
    arrivals() {
      let i = 0;
      return () => times_s[i++] ?? Number.POSITIVE_INFINITY;
    },
  };
}

/** Arrivals by the time by which all have come: 1, 2, 4, ... seconds. */
function meanRate_hz(times_s: ArrayLike<number>): number | undefined {
  if (times_s.length === 0) return undefined;
  const last_s = times_s[times_s.length - 1]!;
  let time_s = 1;
  while (time_s <= last_s) time_s *= 2;
  return times_s.length / time_s;
}

export const recordedKind = loadKind({
  name: 'file',
  says: 'Arrivals from a file.',
  parameters: {
    path: {
      type: 'file',
      holds: 'arrivals',
      says: 'File of arrival times, one per line, relative to this file.',
    },
  },
  words: ({ path }) => `arrivals of ${path}`,
  create: ({ path }) => recorded(path),
});
