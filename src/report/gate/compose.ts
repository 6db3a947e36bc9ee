import { type Judgement, passedOf } from '../../expectation/judgement.js';
import { EXPECTATION_KINDS, type ExpectationKinds, kindOf } from '../../expectation/kinds/index.js';
import { asWritten } from '../../expectation/meaning.js';
import { DEFAULT_CONFIDENCE } from '../../expectation/spending.js';
import { busiestOf } from '../../measure/busiest.js';
import type { Findings } from '../../studies/gate/findings.js';
import type { JudgedRun } from '../../studies/gate/judge.js';
import type { GateFound } from '../../studies/gate/looks.js';
import type { GatePlan, GateTerms, RunPlan } from '../../studies/gate/plan.js';
import { replicationsText } from '../../text/figures.js';
import { sequenceOfViolation } from '../explore/sequence.js';
import type { Tool } from '../kit/json.js';
import { noteOn } from './beside.js';
import {
  type BaselineReport,
  decisionOver,
  GATE_SCHEMA_VERSION,
  type GateNote,
  type GateReport,
  type GateRun,
  type JudgedExpectation,
  runName,
} from './report.js';

/** What an expectation means that was still open when the gate was interrupted. */
const STOPPED = 'Interrupted before it was decided: there were looks left.';

/** Puts a gate's report together. */
export function gateReport(
  tool: Tool,
  { terms, runs: plans }: GatePlan,
  { runs: judged, unfinished, evidence, partial }: GateFound,
  baseline: BaselineReport | null,
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): GateReport {
  const runs = plans.flatMap((plan, run) => {
    const outcome = judged[run];
    if (outcome === undefined) return [];
    const judgedRun = { ...outcome, partial: unfinished.includes(run) };
    return [runOf({ tool, plan, run, terms }, judgedRun, evidence, kinds)];
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

interface ReportedRun extends JudgedRun {
  /** Stopped while something was open. */
  readonly partial: boolean;
}

function runOf(
  { tool, plan, run, terms }: { tool: Tool; plan: RunPlan; run: number; terms: GateTerms },
  judgedRun: ReportedRun,
  findings: Findings,
  kinds: ExpectationKinds,
): GateRun {
  const { scenario, logger, seed, profile, margin, looks, layout, expectations } = plan;
  const { replications, partial, judgements, judgedAt, allowance = plan.allowance } = judgedRun;
  const beside = judgements.map((judgement, i) => ({
    expected: expectations[i] as RunPlan['expectations'][number],
    judgement,
  }));
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
    busiest:
      replications === 0
        ? []
        : busiestOf(layout.modelGroups, findings.replications(run, replications)),
    expectations: judgements.map((given, i): JudgedExpectation => {
      const expected = expectations[i] as RunPlan['expectations'][number];
      const { expectation, at } = expected;
      const cutShort = partial && given.decision === 'inconclusive';
      // How many would have decided is advice for a gate that could not: this one was stopped.
      const judgement = cutShort ? { ...given, needed: null } : given;
      const kind = kindOf(expectation, kinds);
      const { meaning, replay, violation } =
        kind.needs === 'replications'
          ? {
              meaning: kind.meaning(expectation, judgement),
              replay: replayOf(judgement, plan.replay, judgedAt[i] as number),
              violation: null,
            }
          : {
              ...findings.explored(run, i),
              meaning: kind.meaning(expectation, findings.explored(run, i)),
            };
      const note =
        noteOn({ expected, judgement: given }, beside, plan.beside, kinds) ??
        noteOnNeeded(judgement, plan, terms);
      const { expectation: text, decision, ...figures } = judgement;
      const passed = passedOf(decision);
      return {
        expectation: text,
        passed,
        decision,
        ...figures,
        place: at,
        meaning: cutShort ? STOPPED : meaning + tooManyText(judgement, plan),
        replay,
        ...(decision === 'fail' &&
          violation !== null && { story: sequenceOfViolation(violation, tool) }),
        ...(note !== null && { note }),
      };
    }),
  };
}

/** Where more replications would have decided than may be run, a sentence with a blank before it. */
function tooManyText({ needed }: Judgement, { most }: RunPlan): string {
  return needed !== null && needed > most
    ? ` About ${replicationsText(needed)} would have decided, which is more than the limits allow.`
    : '';
}

/** How many replications would have decided; null: none would, too many, or it is decided. */
function noteOnNeeded(
  { needed }: Judgement,
  { replay, most }: RunPlan,
  { confidence }: GateTerms,
): GateNote | null {
  if (needed === null || needed > most) return null;
  const sure =
    confidence === DEFAULT_CONFIDENCE ? '' : ` --confidence ${asWritten(confidence * 100)}%`;
  return {
    text: `About ${replicationsText(needed)} would have decided:`,
    command: `${replay.replace(/^latsim run /, 'latsim gate ')} --replications ${needed} --fixed${sure}`,
  };
}

/** The command that simulates again what was judged. */
function replayOf({ counterexample }: Judgement, run: string, replications: number): string {
  const all = `${run} --replications ${replications}`;
  return counterexample === null ? all : `${all} --replication ${counterexample.replication}`;
}
