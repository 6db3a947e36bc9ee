import { type Judgement, judge, judgeExploration } from '../../expectation/judgement.js';
import { alphas } from '../../expectation/spending.js';
import type { Evidence } from './evidence.js';
import type { GatePlan, RunPlan } from './plan.js';

/** What became of the expectations of a run. */
export interface JudgedRun {
  /** Replications that were looked at. */
  readonly replications: number;
  readonly judgements: readonly Judgement[];
  /** By judgement: replications of the look that it comes from. */
  readonly judgedAt: readonly number[];
}

/**
 * Judges a run at one of its looks.
 * @param before what the look before came to: what an interval has decided then stays decided
 */
export function judgeRun(
  { terms, runs }: GatePlan,
  run: number,
  look: number,
  evidence: Evidence,
  before: JudgedRun | undefined,
): JudgedRun {
  const { looks, layout, margin, expectations } = runs[run] as RunPlan;
  const replications = looks[look] as number;
  const counts = evidence.replications(run, replications);
  const alpha = alphas(terms.confidence, terms.family, looks.length)[look] as number;
  const judgements = expectations.map((one, i): Judgement => {
    const { text, expectation } = one;
    const earlier = before?.judgements[i];
    if (earlier !== undefined && stays(earlier)) return earlier;
    if (expectation.kind === 'explore') {
      const { exhaustive, fault } = evidence.explored(run, i);
      return judgeExploration(text, expectation, { exhaustive, violation: fault !== null });
    }
    return judge(one, { counts, layout, complete: true, alpha, margin });
  });
  const judgedAt = judgements.map((one, i) =>
    before !== undefined && one === before.judgements[i]
      ? (before.judgedAt[i] as number)
      : replications,
  );
  return { replications, judgements, judgedAt };
}

/** Only a count that holds so far may break later on. */
function stays({ decision, unit }: Judgement): boolean {
  return decision === 'fail' || (decision === 'pass' && unit !== 'count');
}
