import type { Ranking } from '../../strategies/lowest-latency/ranking.js';
import type { Difference } from './compared.js';
import type {
  DumpedMinute,
  DumpedStats,
  RecordedSettings,
  Select,
  StateDump,
} from './recording.js';
import { shownIds } from './shown-ids.js';

/** What is checked: a select's averages and candidates, a dumped map. */
export type Field = 'averages' | 'valid' | 'map';

type Deployments = RecordedSettings['deployments'];

/** Candidates: the same ones in the same order, by (average, id). */
export function differenceOfCandidates(
  deployments: Deployments,
  { valid }: Select,
  ranking: Ranking,
): Difference<Field> | undefined {
  if (areCandidates(deployments, valid, ranking)) return undefined;
  const ids = shownIds(deployments.map(({ id }) => id));
  const idOf = (position: number): string => ids[position] as string;
  return {
    field: 'valid',
    expected: valid.map(idOf),
    actual: candidatesOf(deployments, ranking).map(idOf),
  };
}

/** Whether these are the candidates, each in its place; without sorting anything. */
function areCandidates(
  deployments: Deployments,
  valid: readonly number[],
  { averages, bar }: Ranking,
): boolean {
  let candidates = 0;
  for (let i = 0; i < averages.length; i++) if ((averages[i] as number) <= bar) candidates++;
  if (valid.length !== candidates) return false;
  for (let i = 0; i < valid.length; i++) {
    const position = valid[i] as number;
    if (!((averages[position] as number) <= bar)) return false;
    // Strictly ascending, so that none stands there twice.
    if (i > 0 && order(deployments, averages, valid[i - 1] as number, position) >= 0) return false;
  }
  return true;
}

function candidatesOf(deployments: Deployments, { averages, bar }: Ranking): number[] {
  return deployments
    .map((_, position) => position)
    .filter((position) => (averages[position] as number) <= bar)
    .sort((a, b) => order(deployments, averages, a, b));
}

/** Negative, zero or positive: how two deployments are ordered by (average, id). */
function order(
  deployments: Deployments,
  averages: ArrayLike<number>,
  a: number,
  b: number,
): number {
  const [first, second] = [averages[a] as number, averages[b] as number];
  if (first !== second) return first - second;
  return byCodePoint(deployments[a]?.id as string, deployments[b]?.id as string);
}

/** As the recorder orders texts; JavaScript's own order has surrogates before U+E000 to U+FFFF. */
function byCodePoint(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a[i] === b[i]) continue;
    return (a.codePointAt(i) as number) - (b.codePointAt(i) as number);
  }
  return a.length - b.length;
}

/** Averages: of the same deployments, and equal as doubles. */
export function differenceOfAverages(
  deployments: Deployments,
  { averages: recorded }: Select,
  { averages }: Ranking,
): Difference<Field> | undefined {
  let equal = true;
  for (let i = 0; equal && i < averages.length; i++) {
    equal = Object.is(recorded[i], averages[i]);
  }
  if (equal) return undefined;
  const apart = deployments.flatMap((_, i) => (Object.is(recorded[i], averages[i]) ? [] : [i]));
  const ids = shownIds(deployments.map(({ id }) => id));
  const shown = (values: ArrayLike<number>): object =>
    Object.fromEntries(
      apart.map((i) => {
        const value = values[i] as number;
        return [ids[i], Number.isNaN(value) ? null : value];
      }),
    );
  return { field: 'averages', expected: shown(recorded), actual: shown(averages) };
}

/** Maps: the same deployments with the same lists and minutes, each in the same order. */
export function differenceOfMaps(
  deployments: Deployments,
  { map: recorded }: StateDump,
  map: StateDump['map'],
): Difference<Field> | undefined {
  const apart = deployments.flatMap((_, i) => (sameStats(recorded?.[i], map?.[i]) ? [] : [i]));
  if (apart.length === 0) return undefined;
  const ids = shownIds(deployments.map(({ id }) => id));
  const shown = (of: StateDump['map']): object | null =>
    of && Object.fromEntries(apart.map((i) => [ids[i], of[i] ?? null]));
  return { field: 'map', expected: shown(recorded), actual: shown(map) };
}

function sameStats(a: DumpedStats | undefined, b: DumpedStats | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    sameLists(a.latency, b.latency, sameSample) &&
    sameLists(a.ttft, b.ttft, Object.is) &&
    sameLists(a.minutes, b.minutes, sameMinute)
  );
}

function sameLists<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean {
  return a.length === b.length && a.every((item, i) => same(item, b[i] as T));
}

type DumpedSample = DumpedStats['latency'][number];

function sameSample(a: DumpedSample, b: DumpedSample): boolean {
  if (typeof a === 'number' || typeof b === 'number') return Object.is(a, b);
  return Object.is(a.timedelta_s, b.timedelta_s);
}

function sameMinute(a: DumpedMinute, b: DumpedMinute): boolean {
  return a.minute === b.minute && a.tpm === b.tpm && a.rpm === b.rpm;
}
