/** What rounding may do to sums of a few percentages, and to a factor that is turned over. */
export const SLACK = 1e-9;

/** What a bound leaves of the numbers. */
interface Range {
  readonly low: number;
  readonly high: number;
}

/** Whether no number is on the right side of both bounds. */
export function rangesExclude(one: Range, other: Range): boolean {
  return Math.max(one.low, other.low) > Math.min(one.high, other.high) * (1 + SLACK);
}

/** The numbers that a comparison with a bound allows. */
export function rangeOf(comparison: '>=' | '<=' | '==', bound: number): Range {
  return {
    low: comparison === '<=' ? Number.NEGATIVE_INFINITY : bound,
    high: comparison === '>=' ? Number.POSITIVE_INFINITY : bound,
  };
}
