import type { StatedAt } from '../../expectation/expectations.js';
import type { Decision } from '../../expectation/judgement.js';
import { writeName } from '../../expectation/names.js';
import type { BusiestSummary } from '../../measure/busiest.js';
import type { FigureChange } from '../../studies/gate/change.js';
import type { GateScenario, GateTerms } from '../../studies/gate/plan.js';
import { count } from '../../text/figures.js';
import { busiestTexts } from '../kit/busiest.js';
import type { Tool } from '../kit/json.js';
import type { ExpectationResult } from '../run/expectations.js';
import type { Sequence } from '../sequence/sequence.js';

/** Version of the fields that `gate` gives as JSON; a change of meaning raises it. */
export const GATE_SCHEMA_VERSION = 1;

/** An expectation and what became of it, for whoever has not seen the scenario. */
export interface JudgedExpectation extends ExpectationResult {
  readonly place: StatedAt;
  /** What it means, in a sentence or two. */
  readonly meaning: string;
  /** The command that shows it. */
  readonly replay: string;
  /** Where an exploration finds what must not be: how it comes to that, step by step. */
  readonly story?: Sequence;
  /**
   * Where an exploration beside it says otherwise: that the two looked at different programs. Where it
   * is open: how many replications would have decided.
   */
  readonly note?: GateNote;
}

export interface GateNote {
  readonly text: string;
  /** The command that explores a program nearer to the run, or judges so many replications. */
  readonly command: string;
}

/** A scenario under one logger. */
export interface GateRun {
  /** Name of the scenario. */
  readonly scenario: string;
  readonly file: string;
  readonly logger: string;
  readonly seed: number;
  readonly profile: string;
  /** Equivalence margin of the verdict, a fraction. */
  readonly margin: number;
  /** How many replications are looked at, look by look. */
  readonly looks: readonly number[];
  /** The options that allow the looks that limits of events and memory forbid; null: they forbid none. */
  readonly allowance: string | null;
  /** How many were looked at last. */
  readonly replications: number;
  /** Interrupted while something was open and there were looks left. */
  readonly partial: boolean;
  /** By group, what its busiest deployment takes in a replication; none without replications. */
  readonly busiest: readonly BusiestSummary[];
  readonly expectations: readonly JudgedExpectation[];
}

/** How uneven replications were, where shares are judged that would hide it, or that say so. */
export function unevennessOf({ busiest, replications, expectations }: GateRun): string[] {
  const judged = ({ group }: BusiestSummary) =>
    expectations.some(({ expectation }) =>
      [')', ' in '].some((end) =>
        expectation.startsWith(`max_share(deployment in ${writeName(group)}${end}`),
      ),
    );
  return busiestTexts(busiest, replications, (one) => one.uneven || judged(one));
}

/** How a run differs from its baseline. */
export interface RunChange {
  readonly scenario: string;
  readonly logger: string;
  readonly figures: readonly FigureChange[];
}

/** How the figures differ from those of a baseline. */
export interface BaselineReport {
  readonly file: string;
  readonly version: string;
  readonly runs: readonly RunChange[];
  /** What is different about the two beside their figures, in words. */
  readonly notes: readonly string[];
}

/** The result of a gate: the fields of its JSON, in their order. */
export interface GateReport {
  readonly schemaVersion: typeof GATE_SCHEMA_VERSION;
  readonly tool: Tool;
  /** false: something fails; null: nothing fails, but not everything is decided. */
  readonly passed: boolean | null;
  readonly decision: Decision;
  /** Interrupted: some runs are missing, or partial. */
  readonly partial: boolean;
  readonly terms: GateTerms;
  readonly scenarios: readonly GateScenario[];
  readonly runs: readonly GateRun[];
  /** Runs that were not finished: missing, or partial. */
  readonly unfinished: readonly string[];
  readonly baseline: BaselineReport | null;
}

/** A run by name, as it stands in `unfinished`. */
export function runName({ scenario, logger }: Pick<GateRun, 'scenario' | 'logger'>): string {
  return `${scenario} under ${logger}`;
}

/** The decision over all: what fails outweighs what is open, and that outweighs what passes. */
export function decisionOver(decisions: readonly Decision[]): Decision {
  if (decisions.includes('fail')) return 'fail';
  return decisions.includes('inconclusive') ? 'inconclusive' : 'pass';
}

/** How many expectations have each decision. */
export function tally({ runs }: GateReport): Readonly<Record<Decision, number>> {
  const counts = { pass: 0, fail: 0, inconclusive: 0 };
  for (const { expectations } of runs) {
    for (const { decision } of expectations) counts[decision]++;
  }
  return counts;
}

/** `1 failed, 2 undecided, 7 passed`, without what there is none of. */
export function tallyText(report: GateReport): string {
  const { pass, fail, inconclusive } = tally(report);
  const parts = [
    [fail, 'failed'],
    [inconclusive, 'undecided'],
    [pass, 'passed'],
  ] as const;
  return parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${count(number)} ${word}`)
    .join(', ');
}

/**
 * How many are undecided, and how many replications would have decided all of them, where that is known
 * and the gate may still be given them.
 */
export function undecidedText(report: GateReport): string {
  const { inconclusive, pass, fail } = tally(report);
  const some = `${count(inconclusive)} of ${count(inconclusive + pass + fail)} undecided`;
  const needs = report.runs.flatMap(({ expectations }) =>
    expectations
      .filter(({ decision }) => decision === 'inconclusive')
      .map(({ needed, note }) => (note === undefined ? null : needed)),
  );
  const known = needs.flatMap((needed) => needed ?? []);
  if (report.terms.fixed || known.length === 0 || known.length < needs.length) return some;
  return `${some}; try --max-replications ${Math.max(...known)}`;
}
