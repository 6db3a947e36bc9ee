import type { Expectation } from '../measure/expectation.js';
import type { Judgement } from '../measure/judgement.js';
import {
  type BaselineReport,
  decisionOver,
  GATE_SCHEMA_VERSION,
  type GateReport,
  type GateRun,
  type JudgedExpectation,
  passedOf,
} from '../report/gate/gate-report.js';
import { meaningOf, meaningOfExploration } from '../report/gate/meaning.js';
import type { Evidence, Explored } from './evidence.js';
import type { JudgedRun } from './gate-judge.js';
import type { Looked } from './gate-looks.js';
import type { GatePlan, RunPlan } from './gate-plan.js';
import { tool } from './tool.js';

/** Puts a gate's report together. */
export function gateReport(
  { terms, runs: plans }: GatePlan,
  { runs: judged, evidence, partial }: Looked,
  baseline: BaselineReport | null,
): GateReport {
  const runs = plans.flatMap((plan, run) => {
    const outcome = judged[run];
    return outcome === undefined ? [] : [runOf(plan, run, outcome, evidence)];
  });
  const unfinished = plans.flatMap(({ scenario, logger }, run) =>
    judged[run] === undefined ? [`${scenario.name} under ${logger}`] : [],
  );
  const decisions = runs.flatMap(({ expectations }) => expectations.map((one) => one.decision));
  const decision = decisionOver(partial ? [...decisions, 'inconclusive'] : decisions);
  return {
    schemaVersion: GATE_SCHEMA_VERSION,
    tool: tool(),
    passed: passedOf(decision),
    decision,
    partial,
    terms,
    scenarios: [...new Map(plans.map(({ scenario }) => [scenario.name, scenario])).values()],
    runs,
    unfinished,
    baseline,
  };
}

function runOf(plan: RunPlan, run: number, outcome: JudgedRun, evidence: Evidence): GateRun {
  const { scenario, logger, seed, looks, expectations } = plan;
  const { replications, judgements } = outcome;
  return {
    scenario: scenario.name,
    file: scenario.file,
    logger,
    seed,
    looks,
    replications,
    expectations: judgements.map((judgement, i): JudgedExpectation => {
      const { expectation, at } = expectations[i] as RunPlan['expectations'][number];
      const { meaning, replay } =
        expectation.kind === 'explore'
          ? saidByExploration(evidence.explored(run, i))
          : saidByReplications(expectation, judgement, plan.replay, replications);
      const { expectation: text, decision, ...figures } = judgement;
      const passed = passedOf(decision);
      return { expectation: text, passed, decision, ...figures, place: at, meaning, replay };
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
