/**
 * What stopped work before everything was done. The last three come from whoever carries it out:
 * nothing here looks at a clock.
 */
export type Bound = 'states' | 'steps' | 'schedules' | 'seconds' | 'memory' | 'interrupted';

/**
 * Work in slices of a few milliseconds: yields its progress, and is resumed with a bound if it shall
 * stop there; it then gives what it has. Where the slices end changes nothing in a result.
 */
export type Slices<Result, Progress> = Generator<Progress, Result, Bound | undefined>;

/** Lets work in slices go on until it is done. */
export function toItsEnd<Result>(slices: Slices<Result, unknown>): Result {
  for (;;) {
    const slice = slices.next();
    if (slice.done === true) return slice.value;
  }
}
