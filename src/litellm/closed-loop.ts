import { exp } from '../stats/elementary.js';
import { bestFit, type Fit } from './fit.js';

/** Users who each wait for an answer before they ask again. */
export interface ClosedLoop {
  readonly users: number;
  /** Time from an answer to the same user's next request. */
  readonly think: Fit;
}

const MOST_USERS = 64;
/** Fewer requests of each tell nothing. */
const LEAST_REQUESTS = 20;
/** Clocks of one machine: what ended so much after the next one began had ended before. */
const TOLERANCE_S = 0.005;
/** So many overlaps would be expected of requests that come when they like, where there is none. */
const SURPRISING = 10;
/** Several users are plain where most requests come when all others are waiting. */
const MOSTLY = 0.75;
/** A distribution of times has no zero. */
const SHORTEST_S = 1e-4;

/**
 * The users behind arrivals, where it is plain that no request came before an answer; undefined where they may come
 * when they like.
 * @param starts_s ascending
 * @param ends_s of the same requests, ascending
 */
export function closedLoopOf(starts_s: Float64Array, ends_s: Float64Array): ClosedLoop | undefined {
  const count = starts_s.length;
  if (count < LEAST_REQUESTS) return undefined;
  const atOnce = new Uint32Array(MOST_USERS);
  let ended = 0;
  let most = 0;
  for (let i = 0; i < count; i++) {
    while (ended < i && ends_s[ended]! <= starts_s[i]! + TOLERANCE_S) ended += 1;
    const waiting = i - ended;
    if (waiting >= MOST_USERS) return undefined;
    atOnce[waiting]! += 1;
    most = Math.max(most, waiting);
  }
  const users = most + 1;
  if (count < LEAST_REQUESTS * users) return undefined;
  if (users > 1 && atOnce[most]! < MOSTLY * (count - most)) return undefined;
  const thought_s = Float64Array.from({ length: count - users }, (_, i) =>
    Math.max(SHORTEST_S, starts_s[i + users]! - ends_s[i]!),
  );
  if (users === 1 && !isOne(starts_s, ends_s, thought_s)) return undefined;
  return { users, think: bestFit(thought_s.sort()) };
}

/** Whether requests that never overlap are of one user: of open arrivals some would, and a timer is even. */
function isOne(starts_s: Float64Array, ends_s: Float64Array, thought_s: Float64Array): boolean {
  const count = starts_s.length;
  const span_s = starts_s[count - 1]! - starts_s[0]!;
  let busy_s = 0;
  for (let i = 0; i < count; i++) busy_s += ends_s[i]! - starts_s[i]!;
  const overlaps = count * (1 - exp(-busy_s / span_s));
  const gaps_s = Float64Array.from(
    { length: count - 1 },
    (_, i) => starts_s[i + 1]! - starts_s[i]!,
  );
  return overlaps >= SURPRISING && variance(thought_s) < variance(gaps_s);
}

function variance(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return squares / values.length;
}
