import { differenceOf, type PairedDifference } from '../../measure/comparison.js';
import { alphaOf } from '../../measure/precision/precision.js';
import { SCHEMA_VERSION, type Tool } from '../kit/json.js';
import type { RunReport } from '../run/report.js';

/** What runs differ in. */
export type Compared = 'loggers' | 'strategies';

/** One of them, in words. */
export const ONE_OF: Readonly<Record<Compared, string>> = {
  loggers: 'logger',
  strategies: 'strategy',
};

/** A run, and how it differs from the baseline. */
export interface ComparedRun extends RunReport {
  /** What it is called among the others: by its logger, or its strategy. */
  readonly variant: string;
  /** Paired with the baseline, replication by replication; null for the baseline itself. */
  readonly difference: PairedDifference | null;
}

/** The result of a comparison: the fields of `compare --json`, in their order. */
export interface CompareReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: Tool;
  readonly scenario: RunReport['scenario'];
  /** What is compared on the same random numbers. */
  readonly compared: Compared;
  /** The variant that the others are compared with. */
  readonly baseline: string;
  /** Whether every run met the same arrivals; false under a closed loop. */
  readonly sameArrivals: boolean;
  /** Variants whose selections and stored maps are the same, where there are at least two. */
  readonly alike: readonly (readonly string[])[];
  /** What keeps a comparison from telling what it seems to tell; each with a remedy. */
  readonly warnings: readonly string[];
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
  {
    compared = 'loggers',
    warnings = [],
  }: Partial<Pick<CompareReport, 'compared' | 'warnings'>> = {},
): CompareReport {
  const [baseline] = runs;
  const variantOf = (run: RunReport) => (compared === 'loggers' ? run.logger : run.strategy);
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: baseline.tool,
    scenario: baseline.scenario,
    compared,
    baseline: variantOf(baseline),
    sameArrivals,
    alike: alike(runs, variantOf),
    warnings,
    partial,
    runs: runs.map((run, i) => ({
      variant: variantOf(run),
      ...run,
      difference: i === 0 ? null : differenceOf(run, baseline, alphaOf(baseline)),
    })),
  };
}

/** Whether two variants are known to make the same selections and to store the same maps. */
export function alikeDecisions({ alike }: CompareReport, one: string, other: string): boolean {
  return alike.some((variants) => variants.includes(one) && variants.includes(other));
}

function alike(runs: readonly RunReport[], variantOf: (run: RunReport) => string): string[][] {
  const classes = new Map<string, string[]>();
  for (const run of runs) {
    const { decisionsHash } = run;
    classes.set(decisionsHash, [...(classes.get(decisionsHash) ?? []), variantOf(run)]);
  }
  return [...classes.values()].filter((variants) => variants.length > 1);
}
