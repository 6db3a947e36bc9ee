import type { DumpedEntry, DumpedMap } from '../../litellm/latency-map.js';
import type { CountedMinutes, Course, LogEvidence, MapEvidence } from './evidence.js';

/**
 * What a latency map shows.
 * @param groupOf the position of the group of a deployment's id; null: it is not known of any
 * @param log of the same model group; null: there is none
 */
export function mapEvidence(
  map: DumpedMap,
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

function countedBy({ minutes }: DumpedEntry): number {
  return [...minutes.values()].reduce((total, count) => total + count, 0);
}

/** Of fewer answers a missing part is chance. */
const ENOUGH = 30;

/**
 * The minutes that both have whole: the map may have begun within its first one, and either may end
 * within its last. Minutes are those of the proxy's clock, which is taken to be the log's, UTC.
 */
function comparedMinutes(
  counts: ReadonlyMap<number, number>,
  { window_s, windows }: Course,
): CountedMinutes | null {
  const wide = window_s / 60;
  const first = Math.min(...counts.keys());
  const last = Math.max(...counts.keys());
  let [counted, logged] = [0, 0];
  for (const [i, { from_s, answers }] of windows.entries()) {
    const from = from_s / 60;
    if (i === 0 || i === windows.length - 1 || from <= first || from + wide > last) continue;
    for (let minute = from; minute < from + wide; minute++) counted += counts.get(minute) ?? 0;
    for (const count of answers) logged += count;
  }
  return logged < ENOUGH ? null : { counted, logged };
}
