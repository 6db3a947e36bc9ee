import type { PlacedExpectation } from '../../expectation/expectations.js';
import type { Judgement } from '../../expectation/judgement.js';
import type { CountExpectation } from '../../expectation/kinds/count.js';
import { type ExploreExpectation, exploredScope } from '../../expectation/kinds/explore.js';
import type { Expectation } from '../../expectation/kinds/kind.js';
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
export function noteOn(one: Judged, all: readonly Judged[], beside: RunBeside): GateNote | null {
  const { expectation } = one.expected;
  if (one.judgement.decision !== 'fail' || !countsLosses(expectation)) return null;
  const lost = Number(one.judgement.estimate) > 0;
  const others = all.filter(
    ({ expected, judgement }) =>
      judgement.decision === 'pass' &&
      isExplored(expected.expectation) &&
      expected.expectation.violation !== lost,
  );
  if (others.length === 0) return null;
  const texts = others.map(({ judgement }) => judgement.expectation);
  const scopes = others.map(({ expected }) =>
    exploredScope(expected.expectation as ExploreExpectation),
  );
  return {
    text: `${list(texts)} ${others.length === 1 ? 'passes' : 'pass'} beside it, as the two looked at different programs. Run: ${beside.ran}. Explored: ${scopes.join('; ')}; lists that never fill, and nothing expires. Nearer to the run is:`,
    command: beside.nearer,
  };
}

function countsLosses(expectation: Expectation): boolean {
  const { kind, count } = expectation as CountExpectation;
  return kind === 'count' && (count === 'lost' || count === 'abandoned');
}

function isExplored(expectation: Expectation): expectation is ExploreExpectation {
  return expectation.kind === 'explore';
}
