import type { Summary } from '../../measure/summary.js';
import type { FieldValue } from '../../scenario/changed.js';
import type { Scenario } from '../../scenario/schema.js';
import type { SimulationInput } from '../../studies/job.js';
import type { RunReport } from '../run/report.js';
import type { OwnPart } from './own-part.js';

/**
 * What a page carries of the experiment that it tells: enough to carry it out again. Plain data, without
 * the paths of files.
 */
export interface ExperimentData {
  readonly version: string;
  /** Resolved, with its defaults; its logger is that of the first result. */
  readonly scenario: Scenario;
  /** The numbers of each file that the scenario names, by its name there. */
  readonly numbers: Readonly<Record<string, readonly number[]>>;
  /** The only replication that was run; null: all of them. */
  readonly replication: number | null;
  readonly maxEvents: number;
  /** About how many events all replications of one result have. */
  readonly events: number;
  /** The command that repeats it. */
  readonly command: string;
  readonly results: readonly EmbeddedResult[];
}

/** What a page carries of a summary: the figures that it tells, and computes again. */
export interface EmbeddedFigures extends Omit<Summary, 'deployments' | 'replications'> {
  readonly replications: readonly {
    readonly replication: number;
    readonly traceHash: string;
  }[];
}

/** What a logger, or a strategy, came to by the command line. */
export interface EmbeddedResult extends EmbeddedFigures {
  /** What it is called beside the others. */
  readonly variant: string;
  readonly logger: string;
  readonly strategy: string;
  /** What of it does not come with latsim. */
  readonly own: readonly OwnPart[];
  /** What of its scenario is not as in that of the page. */
  readonly fields: readonly FieldValue[];
}

/** A run, and what it was made of. */
export interface EmbeddedRun {
  readonly report: RunReport;
  readonly input: SimulationInput;
  /** What it is called beside others; absent: as its logger. */
  readonly variant?: string;
  /** What of it does not come with latsim; absent: nothing. */
  readonly own?: readonly OwnPart[];
}

/** Of a summary, what a page carries of it. */
export function figuresOf(summary: EmbeddedFigures): EmbeddedFigures {
  return {
    requests: summary.requests,
    rejected: summary.rejected,
    groups: summary.groups,
    busiest: summary.busiest,
    samples: summary.samples,
    causes: summary.causes,
    ...(summary.unexplained !== undefined && { unexplained: summary.unexplained }),
    latency: summary.latency,
    logging: summary.logging,
    verdicts: summary.verdicts,
    verdict: summary.verdict,
    traceHash: summary.traceHash,
    decisionsHash: summary.decisionsHash,
    replications: summary.replications.map(({ replication, traceHash }) => ({
      replication,
      traceHash,
    })),
  };
}

/** What is run of a scenario: without what is for people only, and what is expected, with its places. */
function withoutProse({ title: _title, shows: _shows, ...scenario }: Scenario): Scenario {
  return { ...scenario, assumes: [], reported: [], expect: { any: [], loggers: [] } };
}

/** What is carried of some runs, the first of which the page is about. */
export function experimentData(
  runs: readonly [EmbeddedRun, ...EmbeddedRun[]],
  command: string,
  events: number,
): ExperimentData {
  const [{ input, report }] = runs;
  const scenario = withoutProse(input.scenario);
  return {
    version: report.tool.version,
    scenario,
    numbers: Object.fromEntries([...input.numbers].map(([name, all]) => [name, [...all]])),
    replication: report.replication,
    maxEvents: input.maxEvents,
    events,
    command,
    results: runs.map((run) => resultOf(run, scenario)),
  };
}

function resultOf(run: EmbeddedRun, scenario: Scenario): EmbeddedResult {
  const { report, input, own = [] } = run;
  const { logger, strategy } = report;
  const { variant = logger } = run;
  const fields = Object.entries(withoutProse(input.scenario))
    .filter(([name, value]) => !isSame(value, scenario[name as keyof Scenario]))
    .map(([name, value]) => ({ path: [name], value }));
  return { variant, logger, strategy, own, fields, ...figuresOf(report) };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
