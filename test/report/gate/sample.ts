import { type Decision, passedOf } from '../../../src/expectation/judgement.js';
import type { GateReport, GateRun, JudgedExpectation } from '../../../src/report/gate/report.js';
import { decisionOver } from '../../../src/report/gate/report.js';

/** An expectation of a share that was judged. */
export function judged(
  decision: Decision,
  changes: Partial<JudgedExpectation> = {},
): JudgedExpectation {
  return {
    expectation: 'share(gpt-4.1) >= 85%',
    passed: passedOf(decision),
    decision,
    estimate: 0.214,
    interval: [0.17, 0.26],
    level: 0.99,
    threshold: 0.85,
    margin: -0.636,
    unit: 'share',
    replications: 20,
    needed: null,
    counterexample: null,
    parts: [],
    place: { file: 'scenarios/16x4.yaml', line: 33, column: 7 },
    meaning: 'The share of gpt-4.1 is 21.4%, 63.6 points on the wrong side of 85.0%.',
    replay: 'latsim run scenarios/16x4.yaml --logger unlocked --seed 1 --replications 20',
    ...changes,
  };
}

/** A run with these expectations. */
export function runOf(
  expectations: readonly JudgedExpectation[],
  changes: Partial<GateRun> = {},
): GateRun {
  return {
    scenario: '16x4',
    file: 'scenarios/16x4.yaml',
    logger: 'unlocked',
    seed: 1,
    profile: 'v1.76.1',
    margin: 0.1,
    allowance: null,
    looks: [20, 40, 80],
    replications: 20,
    partial: false,
    busiest: [],
    expectations,
    ...changes,
  };
}

/** A report of these runs. */
export function reportOf(runs: readonly GateRun[], changes: Partial<GateReport> = {}): GateReport {
  const decision = decisionOver(
    runs.flatMap(({ expectations }) => expectations.map((one) => one.decision)),
  );
  return {
    schemaVersion: 1,
    tool: { name: 'latsim', version: '0.0.0' },
    passed: passedOf(decision),
    decision,
    partial: false,
    terms: { confidence: 0.99, fixed: false, maxSeeds: 80, family: 3 },
    scenarios: [{ name: '16x4', hash: 'abcdef012345', file: 'scenarios/16x4.yaml' }],
    runs,
    unfinished: [],
    baseline: null,
    ...changes,
  };
}

/** One of each decision. */
export const MIXED = reportOf([
  runOf([judged('fail'), judged('inconclusive', { needed: 57 }), judged('pass')]),
]);
