import { totalOf } from '../../stats/dirichlet-multinomial.js';
import type { CourseWindow, LogEvidence } from './evidence.js';
import type { Subject } from './subject.js';

/** A split that a single router does not hold by going by latencies. */
export interface Steady {
  /** Pieces of the log in which it is the same, but for chance. */
  readonly pieces: number;
  readonly hours: number;
}

/** A log is long enough from so many seconds on. */
const LONG_S = 3600;
/** Requests of a piece, and pieces. */
const LEAST_REQUESTS = 20;
const LEAST_PIECES = 30;
/** A smaller part than this may go to slower groups all the time. */
const LEAST_SHARE = 0.1;
/** Groups whose mean latencies are closer are chosen from at random. */
const APART = 1.3;
/** A normal deviate that is exceeded in 1 of 20. */
const MOST_UNEVEN = 1.645;
/** A piece is to be shorter than this part of the ttl: after each expiry all are tried again. */
const PART_OF_TTL = 1 / 10;

/**
 * Whether slower groups get their part all the time, where one who goes by latencies gives it to them
 * after each expiry: for an hour or more, piece by piece, no more unevenly than by chance.
 * @returns null: no, or that cannot be seen
 */
export function steadiness(log: LogEvidence, { scenario }: Subject): Steady | null {
  const { windows, window_s } = log.course;
  const latencies = log.groups.map((_, g) => meanLatency(log, g)).filter((each) => each !== null);
  if (latencies.length < 2 || Math.max(...latencies) < APART * Math.min(...latencies)) return null;
  const fastest = log.groups.findIndex((_, g) => meanLatency(log, g) === Math.min(...latencies));
  const pieces = piecesOf(windows);
  const seconds = windows.length * window_s;
  if (pieces.length < LEAST_PIECES || seconds < LONG_S) return null;
  if (seconds / pieces.length > PART_OF_TTL * scenario.router.ttl) return null;
  const all = pieces.reduce((sum, one) => sum + totalOf(one), 0);
  const share = pieces.reduce((sum, one) => sum + (one[fastest] as number), 0) / all;
  if (1 - share < LEAST_SHARE || share === 0) return null;
  let chi = 0;
  for (const one of pieces) {
    const expected = share * totalOf(one);
    const off = (one[fastest] as number) - expected;
    chi += (off * off) / (expected * (1 - share));
  }
  const free = pieces.length - 1;
  const deviate = (chi - free) / Math.sqrt(2 * free);
  return deviate > MOST_UNEVEN ? null : { pieces: pieces.length, hours: seconds / 3600 };
}

/** Seconds of an answer of a group; null: it has none. */
function meanLatency({ deployments }: LogEvidence, group: number): number | null {
  let [seconds, answers] = [0, 0];
  for (const { group: own, requests, failures, latency_s } of deployments) {
    if (own !== group || latency_s === null) continue;
    seconds += latency_s * (requests - failures);
    answers += requests - failures;
  }
  return answers === 0 ? null : seconds / answers;
}

/** Answers by group in windows, or in several of them where there are few. */
function piecesOf(windows: readonly CourseWindow[]): number[][] {
  const pieces: number[][] = [];
  let piece: number[] = [];
  for (const { answers } of windows) {
    piece = answers.map((count, g) => count + (piece[g] ?? 0));
    if (totalOf(piece) < LEAST_REQUESTS) continue;
    pieces.push(piece);
    piece = [];
  }
  return pieces;
}
