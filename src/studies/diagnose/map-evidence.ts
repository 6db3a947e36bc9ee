import type { CachedEntry, CachedMap } from '../../litellm/latency-map.js';
import { totalOf } from '../../stats/dirichlet-multinomial.js';
import type { CountedMinutes, Course, LogEvidence, MapEvidence } from './evidence.js';

/**
 * What a latency map shows.
 * @param groupOf the position of the group of a deployment's id; null: it is not known of any
 * @param log of the same model group; null: there is none
 */
export function mapEvidence(
  map: CachedMap,
  groupOf: (id: string) => number | null,
  log: LogEvidence | null,
): MapEvidence {
  if (map.kind === 'absent') return map;
  const { names, entries } = map;
  const minutes = new Map<number, number>();
  for (const entry of entries) {
    for (const [minute, count] of entry.minutes) {
      minutes.set(minute, (minutes.get(minute) ?? 0) + count);
    }
  }
  const all = [...minutes.keys()].sort((a, b) => a - b);
  const [first, last] = [all[0], all.at(-1)];
  return {
    kind: 'there',
    names,
    deployments: entries.map((entry) => ({
      group: groupOf(entry.id),
      numbers: entry.numbers,
      notCounted: entry.timedeltas,
      placeholders: entry.zeros,
      counted: countedBy(entry),
      mean: entry.mean,
    })),
    span_s: first === undefined || last === undefined ? null : (last - first) * 60,
    minutes: log === null ? null : comparedMinutes(minutes, log.course),
  };
}

function countedBy({ minutes }: CachedEntry): number {
  return totalOf([...minutes.values()]);
}

/** Of fewer answers a missing part is chance. */
const ENOUGH = 30;
/** Minutes of which nobody knows whether they are whole are so where no more than this part is missing. */
const NEARLY = 0.03;

/**
 * The minutes that both have whole; else those that they share, but the first, if neither misses much
 * of them. A map may have begun within its first minute, and either may end within its last. Minutes
 * are those of the proxy's clock, which is taken to be the log's, UTC.
 */
function comparedMinutes(
  counts: ReadonlyMap<number, number>,
  { window_s, windows }: Course,
): CountedMinutes | null {
  // Windows of which several make a minute, or of several minutes.
  const wide = Math.max(1, window_s / 60);
  const pieces = new Map<number, number>();
  for (const { from_s, answers } of windows) {
    const from = Math.floor(from_s / 60 / wide) * wide;
    const here = totalOf(answers);
    pieces.set(from, (pieces.get(from) ?? 0) + here);
  }
  const begin = Math.max(Math.min(...counts.keys()), Math.min(...pieces.keys()));
  const end = Math.min(Math.max(...counts.keys()), Math.max(...pieces.keys()));
  const sums = (until: number): CountedMinutes => {
    let [counted, logged] = [0, 0];
    for (const [from, answers] of pieces) {
      if (from <= begin || from + wide > until) continue;
      for (let minute = from; minute < from + wide; minute++) counted += counts.get(minute) ?? 0;
      logged += answers;
    }
    return { counted, logged };
  };
  const whole = sums(end);
  if (whole.logged >= ENOUGH) return whole;
  const shared = sums(end + wide);
  const { counted, logged } = shared;
  return logged >= ENOUGH && Math.abs(counted - logged) <= NEARLY * logged ? shared : null;
}
