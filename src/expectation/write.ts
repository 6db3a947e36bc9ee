import { EXPECTATION_KINDS, type ExpectationKinds, kindOf } from './kinds/index.js';
import type { Expectation } from './kinds/kind.js';

/** An expectation in canonical spacing; reading it gives the same expectation. */
export function writeExpectation(
  expectation: Expectation,
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): string {
  return kindOf(expectation, kinds).write(expectation);
}
