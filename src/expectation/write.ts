import { KINDS, type Kinds, kindOf } from './kinds/index.js';
import type { Expectation } from './kinds/kind.js';

/** An expectation in canonical spacing; reading it gives the same expectation. */
export function writeExpectation(expectation: Expectation, kinds: Kinds = KINDS): string {
  return kindOf(expectation, kinds).write(expectation);
}
