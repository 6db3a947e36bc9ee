import type { Job, ResultOf } from './job.js';

/** Which part of a study's work something is: fractions from 0 to 1. */
export type Span = readonly [from: number, to: number];

/** What is known of a study's work beside what it waits for. */
interface Prospect {
  readonly span?: Span | undefined;
  /** What is likely to be asked for afterwards, in occurrences; by default nothing is. */
  readonly ahead?: number | undefined;
}

/**
 * What a study waits for: jobs, or other studies that go on side by side. The earlier ones go first
 * where there are fewer hands than work.
 */
export type Ask =
  | ({ readonly jobs: readonly Job[] } & Prospect)
  | ({ readonly studies: readonly Study<unknown>[] } & Prospect);

/**
 * A question: yields what it needs next, is sent the results in the same order, and returns what it
 * found, as a logger yields effects and is sent the answers. A result is undefined where the job was
 * not begun because somebody wished to stop; a study then winds up with what it has.
 */
// What is sent depends on what was asked, which a generator's type cannot say: see `carriedOut`.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Study<Found> = Generator<Ask, Found, any>;

/** Asks for jobs. @returns their results, undefined for those that were not begun */
export function* carriedOut<J extends Job>(
  jobs: readonly J[],
  span?: Span,
): Study<readonly (ResultOf<J> | undefined)[]> {
  return yield { jobs, span };
}

/**
 * Lets studies go on side by side.
 * @param ahead what is likely to be asked for afterwards, in occurrences
 * @returns what each found
 */
export function* together<Found>(
  studies: readonly Study<Found>[],
  span?: Span,
  ahead?: number,
): Study<readonly Found[]> {
  return yield { studies, span, ahead };
}
