import type { StatedExpectation } from './expectation.js';

/** Where an expectation was written. */
export interface StatedAt {
  /** The file as the user named it, or the `--expect` or `--set` argument. */
  readonly file: string;
  /** 1-based; null in an argument. */
  readonly line: number | null;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

/** An expectation with its place. */
export interface PlacedExpectation extends StatedExpectation {
  readonly at: StatedAt;
}

/** What a scenario expects. */
export interface Expectations {
  /** Of whatever logger runs it. */
  readonly any: readonly PlacedExpectation[];
  /** Of single loggers besides, in the order of the file: shipped names, or paths as written. */
  readonly loggers: readonly {
    readonly logger: string;
    readonly expectations: readonly PlacedExpectation[];
  }[];
}

export const NO_EXPECTATIONS: Expectations = { any: [], loggers: [] };

/**
 * What is expected of one logger: what is expected of any, then what is of this one.
 * @param logger as written in the file; null: one that the file does not name
 */
export function expectationsOf(
  { any, loggers }: Expectations,
  logger: string | null,
): readonly PlacedExpectation[] {
  const own = loggers.find((one) => one.logger === logger);
  return own === undefined ? any : [...any, ...own.expectations];
}
