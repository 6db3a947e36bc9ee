import type { Distribution } from '../../kernel/distributions/distribution.js';
import { type Kind, kindOf } from '../../kernel/kind.js';
import type { Stream } from '../../kernel/random.js';

/** Where requests come from. */
export type Load = OpenLoad | ClosedLoad;

/** What every load knows of itself. */
interface LoadKnowledge {
  /** Mean rate of arrivals per second; undefined: it depends on the answers, or none ever come. */
  readonly rate_hz: number | undefined;
  /** Whether more may come at once than of Poisson arrivals. */
  readonly bursty?: true;
  /** Whether just so many come as are expected, and then no more. */
  readonly fixed?: true;
  /** Expected arrivals before a time in seconds, where an answer takes so many on average. */
  expected(time_s: number, answer_s: number): number;
  /** The most that come within so many seconds, about: so much may be under way at once. */
  together(window_s: number): number;
}

/** Requests come at times that do not depend on how the system does. */
export interface OpenLoad extends LoadKnowledge {
  readonly open: true;
  expected(time_s: number): number;
  /** Seconds after which arrivals come again as before; absent: they do not. */
  readonly period_s?: number;
  /**
   * Arrival times in seconds, never descending, asked for one at a time; Infinity ends them.
   * @param stream the load's own luck
   */
  arrivals(stream: Stream): () => number;
}

/** Each user sends a request, waits for the answer, thinks, and sends the next. */
export interface ClosedLoad extends LoadKnowledge {
  readonly open: false;
  readonly users: number;
  /** Think time in seconds, also before a user's first request. */
  readonly think: Distribution;
}

/** A kind of load, with its parameters. */
export type LoadKind = Kind<Load>;

/** Describes a kind of load. */
export const loadKind = kindOf<Load>();
