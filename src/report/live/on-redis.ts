import { count, counted, percent, seconds } from '../../text/figures.js';

/** What happened while it was measured on a Redis, in real seconds. */
export interface OnRedis {
  readonly timeScale: number;
  /** Round trips: their mean, and what 95 of 100 take at most; null: there was none. */
  readonly trip: { readonly mean_s: number; readonly p95_s: number } | null;
  /** By how much timers were late, and the mean latency of the fastest group in the scenario's seconds. */
  readonly late: { readonly mean_s: number; readonly most_s: number; readonly fastest_s: number };
  /** Updates that were lost; null: not known. */
  readonly lost: number | null;
  /** Answers that the modelled store would have given otherwise, and to what first. */
  readonly differences: number;
  readonly firstDifference: string | undefined;
  /** Why it is not known what was lost; undefined: it is. */
  readonly broken: string | undefined;
}

/** Timers that are later than this part of the fastest latency may matter. */
const LATE = 0.1;

/** A trip that takes longer than this part of the fastest latency is no longer a small part of what happens. */
const LONG = 1;
/** What a trip may take of it, where another time scale is proposed. */
const FITTING = 0.1;

/** What a reader has to know of a measurement on a Redis, a sentence each. */
export function onRedisNotes(of: OnRedis): string[] {
  const { timeScale, trip, late, lost, differences, broken } = of;
  const inScenario = (real_s: number): string =>
    timeScale === 1 ? '' : `, ${seconds(real_s * timeScale)} of the scenario`;
  const notes: string[] = [];
  const tripPart = ((trip?.mean_s ?? 0) * timeScale) / late.fastest_s;
  if (tripPart > LONG && timeScale >= 2) {
    const fitting = Math.max(1, Math.floor((timeScale * FITTING) / tripPart));
    notes.push(
      `the machine was too busy for this time scale: a round trip took ${seconds(tripPart * late.fastest_s)} of the scenario, as long as ${percent(tripPart)} of the fastest latency; try --time-scale ${fitting}`,
    );
  }
  if (broken !== undefined) notes.push(`what was lost is not known: ${broken}`);
  else if (lost === null) {
    notes.push('what was lost is not known: its samples are kept in a form of the logger’s own');
  }
  if (trip !== null) {
    notes.push(
      `a round trip to Redis took ${seconds(trip.mean_s)} on average${inScenario(trip.mean_s)}; 95% took at most ${seconds(trip.p95_s)}. The prediction has the trips and flushes as they were, not the scenario’s rtt`,
    );
  }
  const part = (late.mean_s * timeScale) / late.fastest_s;
  if (part > LATE) {
    notes.push(
      `timers were ${seconds(late.mean_s)} late on average, at most ${seconds(late.most_s)}${inScenario(late.mean_s)}, ${percent(part)} of the fastest latency: use a lower --time-scale`,
    );
  }
  if (differences > 0) {
    notes.push(
      `the modelled store would have answered ${counted(differences, 'effect')} otherwise, first ${of.firstDifference}: what was lost, ${count(lost ?? 0)}, may be off by as many; please report it`,
    );
  }
  return notes;
}

/** What a time scale leaves as it is. */
export const NOT_SCALED_ON_REDIS: readonly string[] = [
  'round trips to Redis',
  'timers, which come to 1 ms',
  'how often a lease is asked for again, every 2 ms',
  'the time that the processes themselves take',
];
