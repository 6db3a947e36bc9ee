import type { Slices } from '../slices.js';

/** How a program is explored, and how far. */
export interface SearchOptions {
  readonly strategy: 'exhaustive' | 'random' | 'pct';
  /** Stops at this many states. */
  readonly maxStates: number;
  /** Tries no schedule further than this, in moves. */
  readonly maxSteps: number;
  /** Schedules that `random` and `pct` try. */
  readonly schedules: number;
  /** Seed of the random numbers of `random` and `pct`. */
  readonly seed: number;
  /** Ordering constraints that `pct` is after. */
  readonly depth: number;
}

export const DEFAULT_SEARCH_OPTIONS: SearchOptions = {
  strategy: 'exhaustive',
  maxStates: 1_000_000,
  maxSteps: 1_000,
  schedules: 10_000,
  seed: 1,
  depth: 3,
};

/** How far an exploration is. */
export interface Progress {
  readonly states: number;
  readonly tried: number;
}

/**
 * Moves in a slice: half a millisecond with a shipped logger, and soon over with a slow one of a user,
 * so that a limit of time holds with any.
 */
export const SLICE_MOVES = 200;

/** An exploration in slices. */
export type Exploring<Result> = Slices<Result, Progress>;
