import { count } from './count.js';
import { explore } from './explore.js';
import type { Expectation, ExpectationKind, ExploredProgram } from './kind.js';
import { latency } from './latency.js';
import { ratio } from './ratio.js';
import { share } from './share.js';
import { verdict } from './verdict.js';

/** ExpectationKinds of expectation, in the order of the documentation; whoever has more passes another list. */
export type ExpectationKinds = readonly ExpectationKind[];

/** Those that come with latsim. */
export const EXPECTATION_KINDS: ExpectationKinds = [share, ratio, latency, count, verdict, explore];

/** The kind of an expectation. */
export function kindOf(
  { kind }: Expectation,
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): ExpectationKind {
  const found = kinds.find((one) => one.kind === kind);
  if (found === undefined) throw new RangeError(`there is no kind of expectation "${kind}"`);
  return found;
}

/** Whether replications are simulated for an expectation; if not, orders are explored. */
export function needsReplications(
  expectation: Expectation,
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): boolean {
  return kindOf(expectation, kinds).needs === 'replications';
}

/** What is explored for some expectations. */
export function exploredPrograms(
  expectations: readonly Expectation[],
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): ExploredProgram[] {
  return expectations.flatMap((expectation) => {
    const kind = kindOf(expectation, kinds);
    return kind.needs === 'exploration' ? [kind.program(expectation)] : [];
  });
}
