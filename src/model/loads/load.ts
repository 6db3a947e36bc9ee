import type { Law } from '../../kernel/laws/law.js';
import type { Stream } from '../../kernel/random.js';

/** Where requests come from. */
export type Load = OpenLoad | ClosedLoad;

/** Requests come at times that do not depend on how the system does. */
export interface OpenLoad {
  readonly kind: string;
  readonly open: true;
  /** For the limit on events: expected arrivals in this many seconds. */
  expected(duration_s: number): number;
  /**
   * Arrival times in seconds, never descending, asked for one at a time; Infinity ends them.
   * @param stream the load's own luck
   */
  arrivals(stream: Stream): () => number;
}

/** Each user sends a request, waits for the answer, thinks, and sends the next. */
export interface ClosedLoad {
  readonly kind: string;
  readonly open: false;
  readonly users: number;
  /** Think time in seconds, also before a user's first request. */
  readonly think: Law;
}
