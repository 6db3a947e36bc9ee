/** What judging an expectation came to. */
export type Decision = 'pass' | 'fail' | 'inconclusive';

export interface Judgement {
  /** The expectation's text, in canonical spacing. */
  readonly expectation: string;
  readonly decision: Decision;
  /** A fraction, seconds, a count, or a verdict; null where nothing was measured. */
  readonly estimate: number | string | null;
  /** The interval that decided, at the level of this look. */
  readonly interval: readonly [low: number, high: number] | null;
  readonly threshold: number | string;
  /** How far the estimate is from the threshold; positive on the side that holds. */
  readonly margin: number | null;
  readonly unit: 'share' | 'seconds' | 'count' | 'verdict' | 'explore';
  /** Replications that counted. */
  readonly replications: number;
  /** Where inconclusive: about how many replications would have decided; null where none would. */
  readonly needed: number | null;
  /** The first replication that breaks an expectation of every replication. */
  readonly counterexample: { readonly replication: number; readonly value: number } | null;
}
