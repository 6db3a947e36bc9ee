import type { Scenario } from '../../scenario/schema.js';
import type { SimulationInput } from '../../studies/job.js';
import type { RunReport } from '../run/report.js';

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

/** What a logger, or a strategy, came to by the command line. */
export interface EmbeddedResult {
  readonly logger: string;
  readonly strategy: string;
  /** What of it does not come with latsim: it is not carried. */
  readonly own: readonly ('logger' | 'strategy')[];
  readonly groups: RunReport['groups'];
  readonly traceHash: string;
  readonly decisionsHash: string;
  readonly replications: readonly {
    readonly replication: number;
    readonly traceHash: string;
  }[];
}

/** A run, and what it was made of. */
export interface EmbeddedRun {
  readonly report: RunReport;
  readonly input: SimulationInput;
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
  return {
    version: report.tool.version,
    scenario: withoutProse(input.scenario),
    numbers: Object.fromEntries([...input.numbers].map(([name, all]) => [name, [...all]])),
    replication: report.replication,
    maxEvents: input.maxEvents,
    events,
    command,
    results: runs.map(resultOf),
  };
}

function resultOf({ report, input }: EmbeddedRun): EmbeddedResult {
  const { logger, strategy, groups, traceHash, decisionsHash, replications } = report;
  const isOwn = (choice: { readonly kind: string } | undefined) =>
    choice !== undefined && choice.kind !== 'shipped';
  return {
    logger,
    strategy,
    own: [
      ...(isOwn(input.logger) ? (['logger'] as const) : []),
      ...(isOwn(input.strategy) ? (['strategy'] as const) : []),
    ],
    groups,
    traceHash,
    decisionsHash,
    replications: replications.map((one) => ({
      replication: one.replication,
      traceHash: one.traceHash,
    })),
  };
}
