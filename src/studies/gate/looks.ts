import type { Judgement } from '../../expectation/judgement.js';
import { EXPECTATION_KINDS, type ExpectationKinds } from '../../expectation/kinds/index.js';

import { enoughEvents } from '../event-limit.js';
import { isShipped } from '../job.js';
import type { Study } from '../study.js';
import { Findings } from './findings.js';
import { type JudgedRun, judgeRun } from './judge.js';
import { type GatePlan, type RunPlan, unitsOf } from './plan.js';
import { gathering, type LiveRun } from './units.js';

/** The result of all looks. */
export interface GateFound {
  /** By run of the plan; undefined where it was stopped before its first look. */
  readonly runs: readonly (JudgedRun | undefined)[];
  /** Runs of the plan that were stopped: before their first look, or while still open. */
  readonly unfinished: readonly number[];
  readonly evidence: Findings;
  /** Stopped before all looks were done. */
  readonly partial: boolean;
}

/**
 * Looks at all runs, and at those that are inconclusive again with more replications, until
 * everything is decided or no look is left. What an interval has decided stays decided.
 */
export function* looking(
  plan: GatePlan,
  live: readonly LiveRun[],
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): Study<GateFound> {
  const evidence = new Findings();
  const judged: (JudgedRun | undefined)[] = plan.runs.map(() => undefined);
  let open = plan.runs.map((_, run) => run);
  for (let k = 0; open.length > 0; k++) {
    const units = open.flatMap((run) => {
      const one = plan.runs[run] as RunPlan;
      return unitsOf(run, one, one.looks[k - 1] ?? 0, one.looks[k] as number, kinds);
    });
    const at = ({ plan: { scenario, logger } }: LiveRun) =>
      `look ${k + 1}: ${scenario.name} under ${logger}`;
    for (const finding of yield* gathering(live, units, at)) evidence.add(finding);
    for (const run of open) {
      const own = units.filter((unit) => unit.run === run);
      if (own.every((unit) => evidence.has(unit))) {
        judged[run] = judgeRun(plan, run, k, evidence, judged[run], kinds);
      }
    }
    const stopped = new Set(units.flatMap((unit) => (evidence.has(unit) ? [] : unit.run)));
    open = open.filter(
      (run) =>
        stopped.has(run) ||
        (k + 1 < (plan.runs[run]?.looks.length ?? 0) && judged[run]?.judgements.some(mayDecide)),
    );
    open = open.filter((run) => {
      const own = judged[run];
      if (stopped.has(run) || own === undefined) return true;
      const allowance = allowanceFor(live[run] as LiveRun, run, k + 1, evidence);
      if (allowance !== undefined) judged[run] = { ...own, allowance };
      return allowance === undefined;
    });
    if (stopped.size > 0) return { runs: judged, unfinished: open, evidence, partial: true };
  }
  return { runs: judged, unfinished: [], evidence, partial: false };
}

/**
 * What would allow a look at a user's own logger, of which it is known by now how long its replications
 * are; undefined: it is allowed.
 */
function allowanceFor(
  { plan: { looks }, input }: LiveRun,
  run: number,
  look: number,
  evidence: Findings,
): string | undefined {
  if (isShipped(input)) return undefined;
  const counted = evidence.replications(run, looks[look - 1] as number);
  const occurrences = counted.reduce((sum, one) => sum + one.occurrences, 0) / counted.length;
  if (occurrences * (looks[look] as number) <= input.maxEvents) return undefined;
  return `--max-events ${enoughEvents(occurrences * (looks.at(-1) as number))}`;
}

/** Whether more replications may decide it: not where it is not known what is lost. */
function mayDecide({ decision, lostKnown }: Judgement): boolean {
  return decision === 'inconclusive' && lostKnown !== false;
}
