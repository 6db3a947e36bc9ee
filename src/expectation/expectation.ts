import type { Verdict } from '../measure/verdict.js';
import type { StoreModel } from '../model/stores/store.js';

/** What must come out of a run, read and checked; docs/reference/expectations.md has the language. */
export type Expectation =
  | ShareExpectation
  | RatioExpectation
  | LatencyExpectation
  | CountExpectation
  | VerdictExpectation
  | ExploreExpectation;

/** An expectation with its text in canonical spacing. */
export interface StatedExpectation {
  readonly text: string;
  readonly expectation: Expectation;
}

/** A group of deployments; the model group is named where several have a group of this name. */
export interface GroupName {
  readonly group: string;
  readonly modelGroup: string | null;
}

/** On which side of a bound an estimate must lie; the bound itself is within. */
export type Sense = '>=' | '<=';

/** `share(g) >= 85% after 60s`, or `max_share(deployment in g) <= 60%`. */
export interface ShareExpectation {
  readonly kind: 'share';
  /** The group's share of its model group's requests, or the largest of its deployments' shares. */
  readonly measure: 'share' | 'max_share';
  readonly of: GroupName;
  readonly sense: Sense;
  /** A fraction. */
  readonly bound: number;
  /** Only requests count that arrive from this time on, in seconds; 0: all. */
  readonly after_s: number;
}

/** `share(a) >= 4 * share(b)`, judged as the difference `share(a) - 4 * share(b)`. */
export interface RatioExpectation {
  readonly kind: 'ratio';
  readonly of: GroupName;
  readonly sense: Sense;
  readonly factor: number;
  readonly other: GroupName;
  readonly after_s: number;
}

/** `p95(latency) <= 2s`: what callers wait. */
export interface LatencyExpectation {
  readonly kind: 'latency';
  /** The percentile as a fraction, between 0 and 1. */
  readonly percentile: number;
  /** null: the requests of all model groups together. */
  readonly modelGroup: string | null;
  readonly sense: Sense;
  readonly bound_s: number;
}

/** What is counted in each replication, all model groups together. */
export const COUNTS = ['lost', 'abandoned', 'rejected', 'pending'] as const;
export type CountName = (typeof COUNTS)[number];

/** `lost == 0`: holds in every replication. */
export interface CountExpectation {
  readonly kind: 'count';
  readonly count: CountName;
  readonly comparison: Sense | '==';
  readonly bound: number;
}

/** Verdicts that can be expected: `undecided` is no property of what is simulated. */
export const EXPECTED_VERDICTS = [
  'degraded',
  'differentiated',
  'inverted',
  'not-applicable',
] as const satisfies readonly Verdict[];
export type ExpectedVerdict = (typeof EXPECTED_VERDICTS)[number];

/** `verdict == differentiated`: of one model group, or the gravest of all. */
export interface VerdictExpectation {
  readonly kind: 'verdict';
  readonly modelGroup: string | null;
  readonly comparison: '==' | '!=';
  readonly verdict: ExpectedVerdict;
}

/** `explore: no violation with 3 tasks on remote`: over all orders of a few concurrent tasks. */
export interface ExploreExpectation {
  readonly kind: 'explore';
  /** Whether some order must violate a check. */
  readonly violation: boolean;
  readonly tasks: number;
  readonly processes: number;
  readonly store: StoreModel['kind'];
}

/**
 * How many intervals an expectation is judged by: what Bonferroni's correction counts. Counts and
 * explorations are judged without.
 * @param modelGroups how many the scenario has
 */
export function intervalsOf(expectation: Expectation, modelGroups: number): number {
  switch (expectation.kind) {
    case 'count':
    case 'explore':
      return 0;
    case 'verdict':
      return expectation.modelGroup === null ? modelGroups : 1;
    default:
      return 1;
  }
}

/** The times from which on expectations want requests counted: sorted, each once. */
export function cutsOf(expectations: readonly StatedExpectation[]): number[] {
  const cuts = expectations.flatMap(({ expectation }) =>
    'after_s' in expectation && expectation.after_s > 0 ? [expectation.after_s] : [],
  );
  return [...new Set(cuts)].sort((a, b) => a - b);
}
