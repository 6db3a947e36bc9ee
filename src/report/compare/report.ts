import { differenceOf, type PairedDifference } from '../../measure/comparison.js';
import { SCHEMA_VERSION, type Tool } from '../kit/json.js';
import type { RunReport } from '../run/report.js';

/** A run, and how it differs from the baseline. */
export interface ComparedRun extends RunReport {
  /** Paired with the baseline, replication by replication; null for the baseline itself. */
  readonly difference: PairedDifference | null;
}

/** The result of a comparison: the fields of `compare --json`, in their order. */
export interface CompareReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: Tool;
  readonly scenario: RunReport['scenario'];
  /** The logger that the others are compared with. */
  readonly baseline: string;
  /** Whether every run met the same arrivals; false under a closed loop. */
  readonly sameArrivals: boolean;
  /** Loggers whose selections and stored maps are the same, where there are at least two. */
  readonly alike: readonly (readonly string[])[];
  /** Interrupted: some runs are missing, or not all their replications were finished. */
  readonly partial: boolean;
  readonly runs: readonly ComparedRun[];
}

/**
 * Puts a comparison together.
 * @param runs at least one; the first is the baseline
 */
export function compareReport(
  runs: readonly [RunReport, ...RunReport[]],
  sameArrivals: boolean,
  partial: boolean,
): CompareReport {
  const [baseline] = runs;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: baseline.tool,
    scenario: baseline.scenario,
    baseline: baseline.logger,
    sameArrivals,
    alike: alike(runs),
    partial,
    runs: runs.map((run, i) => ({
      ...run,
      difference: i === 0 ? null : differenceOf(run, baseline),
    })),
  };
}

/** Whether two loggers are known to make the same selections and to store the same maps. */
export function alikeDecisions({ alike }: CompareReport, one: string, other: string): boolean {
  return alike.some((loggers) => loggers.includes(one) && loggers.includes(other));
}

function alike(runs: readonly RunReport[]): string[][] {
  const classes = new Map<string, string[]>();
  for (const { decisionsHash, logger } of runs) {
    classes.set(decisionsHash, [...(classes.get(decisionsHash) ?? []), logger]);
  }
  return [...classes.values()].filter((loggers) => loggers.length > 1);
}
