import { figureText, intervalText, nothingCounted } from '../../expectation/figures.js';
import { type Judgement, passedOf } from '../../expectation/judgement.js';
import { formOf } from '../../expectation/unit.js';
import { tooFew } from '../../stats/interval.js';
import { count } from '../../text/figures.js';

/** An expectation as `--json` gives it. */
export interface ExpectationResult extends Judgement {
  /** null: inconclusive. */
  readonly passed: boolean | null;
}

export function expectationResult(judgement: Judgement): ExpectationResult {
  return { ...judgement, passed: passedOf(judgement.decision) };
}

/** Whether it takes an exploration to judge: a run explores nothing. */
export function needsExploration({ unit }: Pick<Judgement, 'unit'>): boolean {
  return formOf(unit).of === 'orders';
}

/** What was found beside what was wanted: `89.6% [87.2, 92.0] at 99.8%, wanted at least 85.0%`. */
export function findingText(judgement: Judgement): string {
  const { unit, estimate, interval, threshold, replications } = judgement;
  const { of } = formOf(unit);
  const found = `${figureText(judgement, estimate)}${intervalText(judgement)}`;
  if (of === 'orders' && estimate === null) return 'left to latsim gate';
  const wanted = `wanted ${senseOf(judgement)}${figureText(judgement, threshold)}`;
  if (of === 'every') return `${worstText(judgement)}, ${wanted}`;
  if (nothingCounted(judgement)) return 'no request was counted';
  if (of !== 'orders' && interval === null && tooFew(replications)) {
    return `${found}, ${wanted}; too few replications for an interval`;
  }
  return `${found}, ${wanted}`;
}

/** On which side of what is wanted it has to be, in words with a blank behind them. */
function senseOf({ expectation }: Judgement): string {
  const sense = /.* (<=|>=|==|!=) /.exec(expectation)?.[1];
  return sense === '<=' ? 'at most ' : sense === '>=' ? 'at least ' : '';
}

function worstText({ estimate, counterexample }: Judgement): string {
  if (counterexample === null)
    return `${estimate === null ? '-' : count(Number(estimate))} at worst`;
  const { value, replication } = counterexample;
  return `${count(value)} in replication ${replication}`;
}
