import { judge, judgeExploration } from '../../expectation/judge.js';
import type { Judgement } from '../../expectation/judgement.js';
import {
  EXPECTATION_KINDS,
  type ExpectationKinds,
  needsReplications,
} from '../../expectation/kinds/index.js';
import { alphas } from '../../expectation/spending.js';
import { formOf } from '../../expectation/unit.js';
import type { Findings } from './findings.js';
import type { GatePlan, RunPlan } from './plan.js';

/** The judgements of a run. */
export interface JudgedRun {
  /** Replications that were looked at. */
  readonly replications: number;
  readonly judgements: readonly Judgement[];
  /** By judgement: replications of the look that it comes from. */
  readonly judgedAt: readonly number[];
  /** The option that allows looks which its replications turned out to be too long for; absent: none is. */
  readonly allowance?: string;
}

/**
 * Judges a run at one of its looks.
 * @param before the result of the look before: what an interval has decided then stays decided
 */
export function judgeRun(
  { terms, runs }: GatePlan,
  run: number,
  look: number,
  evidence: Findings,
  before: JudgedRun | undefined,
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): JudgedRun {
  const { looks, layout, margin, expectations } = runs[run] as RunPlan;
  const replications = looks[look] as number;
  const counts = evidence.replications(run, replications);
  const alpha = alphas(terms.confidence, terms.family, looks.length)[look] as number;
  const judgements = expectations.map((one, i): Judgement => {
    const earlier = before?.judgements[i];
    if (earlier !== undefined && stays(earlier)) return earlier;
    return needsReplications(one.expectation, kinds)
      ? judge(one, { counts, layout, complete: true, alpha, margin }, kinds)
      : judgeExploration(one, evidence.explored(run, i), kinds);
  });
  const judgedAt = judgements.map((one, i) =>
    before !== undefined && one === before.judgements[i]
      ? (before.judgedAt[i] as number)
      : replications,
  );
  return { replications, judgements, judgedAt };
}

/** Only what every replication must keep may hold so far and break later on. */
function stays({ decision, unit }: Judgement): boolean {
  return decision === 'fail' || (decision === 'pass' && formOf(unit).of !== 'every');
}
