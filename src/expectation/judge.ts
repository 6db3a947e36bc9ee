import { intervalsOf, type StatedExpectation } from './expectation.js';
import type { JudgedEvidence, Judgement } from './judgement.js';
import { EXPECTATION_KINDS, type ExpectationKinds, kindOf } from './kinds/index.js';
import type { Exploration } from './kinds/kind.js';
import { alphas } from './spending.js';

/**
 * Judges the expectations of one run by a single look.
 * @param confidence of all of them together, below 1
 */
export function judgeOnce(
  expectations: readonly StatedExpectation[],
  evidence: Omit<JudgedEvidence, 'alpha'>,
  confidence: number,
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): Judgement[] {
  const modelGroups = evidence.layout.modelGroups.length;
  const intervals = expectations.map((one) => intervalsOf(one.expectation, modelGroups, kinds));
  const [alpha = 0] = alphas(
    confidence,
    intervals.reduce((sum, one) => sum + one, 0),
    1,
  );
  return expectations.map((one) => judge(one, { ...evidence, alpha }, kinds));
}

/** Judges one expectation; explorations are left undecided here (see `judgeExploration`). */
export function judge(
  { text, expectation }: StatedExpectation,
  evidence: JudgedEvidence,
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): Judgement {
  const kind = kindOf(expectation, kinds);
  const ruling =
    kind.needs === 'replications'
      ? kind.judge(expectation, evidence)
      : kind.judge(expectation, null);
  return { expectation: text, ...ruling };
}

/** Judges what an exploration found. @throws RangeError for what replications are judged for */
export function judgeExploration(
  { text, expectation }: StatedExpectation,
  explored: Exploration,
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): Judgement {
  const kind = kindOf(expectation, kinds);
  if (kind.needs !== 'exploration') throw new RangeError(`"${text}" needs no exploration`);
  return { expectation: text, ...kind.judge(expectation, explored) };
}
