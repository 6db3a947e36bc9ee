import type { PlacedExpectation } from '../../expectation/expectations.js';
import type { Judgement } from '../../expectation/judgement.js';
import { type ExpectationKinds, kindOf } from '../../expectation/kinds/index.js';
import type { RunBeside } from '../../studies/gate/beside.js';
import { list } from '../kit/words.js';
import type { GateNote } from './report.js';

/** An expectation of a run, and what became of it. */
interface Judged {
  readonly expected: PlacedExpectation;
  readonly judgement: Judgement;
}

/**
 * What to say where samples are lost in a run and an exploration beside it finds no way to lose any,
 * or the other way round: each is right about what it looked at.
 */
export function noteOn(
  { expected: { expectation }, judgement }: Judged,
  all: readonly Judged[],
  beside: RunBeside,
  kinds: ExpectationKinds,
): GateNote | null {
  const kind = kindOf(expectation, kinds);
  if (judgement.decision !== 'fail' || kind.needs !== 'replications') return null;
  if (kind.countsLosses?.(expectation) !== true) return null;
  const lost = Number(judgement.estimate) > 0;
  const others = all.flatMap(({ expected, judgement: other }) => {
    const explored = kindOf(expected.expectation, kinds);
    if (other.decision !== 'pass' || explored.needs !== 'exploration') return [];
    if (explored.wantsViolation(expected.expectation) === lost) return [];
    return [{ text: other.expectation, scope: explored.scope(expected.expectation) }];
  });
  if (others.length === 0) return null;
  const pass = `${list(others.map(({ text }) => text))} ${others.length === 1 ? 'passes' : 'pass'}`;
  const explored = others.map(({ scope }) => scope).join('; ');
  return {
    text: `${pass} beside it, as the two looked at different programs. Run: many requests at once, ${beside.ran}. Explored: ${explored}; lists that never fill, and nothing expires. Nearer to the run is, and with more --tasks nearer still:`,
    command: beside.nearer,
  };
}
