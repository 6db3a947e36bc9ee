import { KINDS, type Kinds, kindOf } from './kinds/index.js';
import type { Expectation } from './kinds/kind.js';

/** An expectation with its text in canonical spacing. */
export interface StatedExpectation {
  readonly text: string;
  readonly expectation: Expectation;
}

/**
 * How many intervals an expectation is judged by: what Bonferroni's correction counts.
 * @param modelGroups how many the scenario has
 */
export function intervalsOf(
  expectation: Expectation,
  modelGroups: number,
  kinds: Kinds = KINDS,
): number {
  return kindOf(expectation, kinds).intervals(expectation, modelGroups);
}

/** The times from which on expectations want requests counted: sorted, each once. */
export function cutsOf(expectations: readonly StatedExpectation[], kinds: Kinds = KINDS): number[] {
  const cuts = expectations.flatMap(
    ({ expectation }) => kindOf(expectation, kinds).cuts?.(expectation) ?? [],
  );
  return [...new Set(cuts)].sort((a, b) => a - b);
}
