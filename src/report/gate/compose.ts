import type { Expectation } from '../../expectation/expectation.js';
import type { Judgement } from '../../expectation/judgement.js';
import type { Evidence, Explored } from '../../studies/gate/evidence.js';
import type { JudgedRun } from '../../studies/gate/judge.js';
import type { Looked } from '../../studies/gate/looks.js';
import type { GatePlan, RunPlan } from '../../studies/gate/plan.js';
import type { Tool } from '../run/report.js';
import { meaningOf, meaningOfExploration } from './meaning.js';
import {
  type BaselineReport,
  decisionOver,
  GATE_SCHEMA_VERSION,
  type GateReport,
  type GateRun,
  type JudgedExpectation,
  passedOf,
  runName,
} from './report.js';

/** What an expectation means that was still open when the gate was interrupted. */
const STOPPED = 'Interrupted before it was decided: there were looks left.';

/** Puts a gate's report together. */
export function gateReport(
  tool: Tool,
  { terms, runs: plans }: GatePlan,
  { runs: judged, unfinished, evidence, partial }: Looked,
  baseline: BaselineReport | null,
): GateReport {
  const runs = plans.flatMap((plan, run) => {
    const outcome = judged[run];
    if (outcome === undefined) return [];
    return [runOf(plan, run, { ...outcome, partial: unfinished.includes(run) }, evidence)];
  });
  const decisions = runs.flatMap(({ expectations }) => expectations.map((one) => one.decision));
  const decision = decisionOver(partial ? [...decisions, 'inconclusive'] : decisions);
  return {
    schemaVersion: GATE_SCHEMA_VERSION,
    tool,
    passed: passedOf(decision),
    decision,
    partial,
    terms,
    scenarios: [...new Map(plans.map(({ scenario }) => [scenario.name, scenario])).values()],
    runs,
    unfinished: unfinished.map((run) => nameOf(plans[run] as RunPlan)),
    baseline,
  };
}

function nameOf({ scenario, logger }: RunPlan): string {
  return runName({ scenario: scenario.name, logger });
}

interface Outcome extends JudgedRun {
  /** Stopped while something was open. */
  readonly partial: boolean;
}

function runOf(plan: RunPlan, run: number, outcome: Outcome, evidence: Evidence): GateRun {
  const { scenario, logger, seed, profile, margin, looks, allowance, expectations } = plan;
  const { replications, partial, judgements, judgedAt } = outcome;
  return {
    scenario: scenario.name,
    file: scenario.file,
    logger,
    seed,
    profile,
    margin,
    looks,
    allowance,
    replications,
    partial,
    expectations: judgements.map((given, i): JudgedExpectation => {
      const { expectation, at } = expectations[i] as RunPlan['expectations'][number];
      const cutShort = partial && given.decision === 'inconclusive';
      // How many would have decided is advice for a gate that could not: this one was stopped.
      const judgement = cutShort ? { ...given, needed: null } : given;
      const { meaning, replay } =
        expectation.kind === 'explore'
          ? saidByExploration(evidence.explored(run, i))
          : saidByReplications(expectation, judgement, plan.replay, judgedAt[i] as number);
      const { expectation: text, decision, ...figures } = judgement;
      const passed = passedOf(decision);
      return {
        expectation: text,
        passed,
        decision,
        ...figures,
        place: at,
        meaning: cutShort ? STOPPED : meaning,
        replay,
      };
    }),
  };
}

function saidByReplications(
  expectation: Expectation,
  judgement: Judgement,
  run: string,
  replications: number,
) {
  const { counterexample } = judgement;
  const seeds = `${run} --seeds ${replications}`;
  return {
    meaning: meaningOf(expectation, judgement),
    replay:
      counterexample === null ? seeds : `${seeds} --replication ${counterexample.replication}`,
  };
}

function saidByExploration(explored: Explored) {
  return { meaning: meaningOfExploration(explored), replay: explored.replay };
}
