/** How a program is explored, and how far. */
export interface ExploreOptions {
  readonly strategy: 'exhaustive' | 'random' | 'pct';
  /** Stops at this many states. */
  readonly maxStates: number;
  /** Tries no schedule further than this, in moves. */
  readonly maxSteps: number;
  /** Schedules that `random` and `pct` try. */
  readonly schedules: number;
  /** Key of the luck of `random` and `pct`. */
  readonly seed: number;
  /** Ordering constraints that `pct` is after. */
  readonly depth: number;
}

export const DEFAULT_EXPLORE_OPTIONS: ExploreOptions = {
  strategy: 'exhaustive',
  maxStates: 1_000_000,
  maxSteps: 1_000,
  schedules: 10_000,
  seed: 1,
  depth: 3,
};

/**
 * What stopped an exploration before everything was tried. The last three come from whoever runs
 * it: nothing here looks at a clock.
 */
export type Bound = 'states' | 'steps' | 'schedules' | 'seconds' | 'memory' | 'interrupted';

export interface Progress {
  readonly states: number;
  readonly tried: number;
}

/** Work in slices: yields its progress, and is resumed with a bound if it shall stop there. */
export type Slices<Result> = Generator<Progress, Result, Bound | undefined>;
