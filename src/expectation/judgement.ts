import type { ReplicationResult } from '../measure/result.js';
import type { Verdict } from '../measure/verdict.js';
import type { Layout } from './layout.js';
import type { FigureUnit } from './unit.js';

/** What judging an expectation came to. */
export type Decision = 'pass' | 'fail' | 'inconclusive';

/** A decision as a truth value; null: inconclusive. */
export function passedOf(decision: Decision): boolean | null {
  return decision === 'inconclusive' ? null : decision === 'pass';
}

/** A replication that breaks a count. */
export interface Counterexample {
  readonly replication: number;
  readonly value: number;
  /** Of lost samples, where there are such: lost by a writer from whose copy they had expired. */
  readonly afterExpiry?: number;
}

export interface Judgement {
  /** The expectation's text, in canonical spacing. */
  readonly expectation: string;
  readonly decision: Decision;
  /** A fraction, seconds, a count, or a verdict; null where nothing was measured. */
  readonly estimate: number | string | null;
  /** The interval that decided, at the level of this look. */
  readonly interval: readonly [low: number, high: number] | null;
  /** The level of the interval, or of those of several model groups; a fraction. Null: there is none. */
  readonly level: number | null;
  readonly threshold: number | string;
  /**
   * How far the estimate is from the threshold; positive on the side that holds. Of a verdict: how far
   * the fastest group's share is from where that verdict begins or ends.
   */
  readonly margin: number | null;
  readonly unit: FigureUnit;
  /** Replications that counted. */
  readonly replications: number;
  /** Where inconclusive: about how many replications would have decided; null where none would. */
  readonly needed: number | null;
  /** The first replication that breaks an expectation of every replication. */
  readonly counterexample: Counterexample | null;
  /** False of lost samples where a logger's own structure does not let them be known; absent elsewhere. */
  readonly lostKnown?: false;
  /** What the estimate comes from: the two sides of a ratio, or the model groups of a verdict. */
  readonly parts: readonly JudgedShare[];
}

/** What a kind rules of one of its own: the judgement but for the text. */
export type Ruling = Omit<Judgement, 'expectation'>;

/** A share that a judgement comes from. */
export interface JudgedShare {
  readonly modelGroup: string | null;
  readonly group: string;
  /** A fraction; null where no request was counted. */
  readonly share: number | null;
  /** Of a model group: what the interval of the share allows; null of a side of a ratio. */
  readonly verdict: Verdict | null;
  /** Of a model group: the share that random choice would give the group. */
  readonly blind: number | null;
}

/** What expectations are judged on. */
export interface JudgedEvidence {
  readonly counts: readonly ReplicationResult[];
  readonly layout: Layout;
  /** Whether these are all replications that were asked for; if not, nothing passes. */
  readonly complete: boolean;
  /** Probability that an interval of this look misses (see `alphas`). */
  readonly alpha: number;
  /** Equivalence margin of the verdict, a fraction. */
  readonly margin: number;
}
