import type { Precision } from '../../measure/precision/precision.js';
import type { Summary } from '../../measure/summary.js';
import { SCHEMA_VERSION, type Tool } from '../kit/json.js';
import type { ExpectationResult } from './expectations.js';

/** What was run. */
export interface RunSetup {
  readonly tool: Tool;
  readonly scenario: {
    readonly name: string;
    /** Over what the scenario means, with --set; logger, profile, seed, seeds and margin are beside it. */
    readonly hash: string;
  };
  readonly logger: string;
  readonly strategy: string;
  readonly profile: string;
  readonly seed: number;
  /** Replications asked for; where a precision was, those that it took. */
  readonly seeds: number;
  /** Length of a replication in seconds; a time line cuts it into equal parts. */
  readonly duration_s: number;
  /** The only replication that was run; null: all of them. */
  readonly replication: number | null;
  readonly precision?: Precision | undefined;
  /** Equivalence margin of the verdict, a fraction. */
  readonly margin: number;
  readonly assumes: readonly string[];
  readonly reported: readonly string[];
}

/** The result of a run: the fields of `run --json`, in their order. */
export interface RunReport extends Summary {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: Tool;
  readonly scenario: RunSetup['scenario'];
  readonly logger: string;
  readonly strategy: string;
  readonly profile: string;
  readonly seed: number;
  readonly seeds: number;
  readonly duration_s: number;
  readonly replication: number | null;
  /** How precise it is; absent: it was not asked to be. */
  readonly precision?: Precision;
  readonly margin: number;
  /** Interrupted: only the replications listed were finished. */
  readonly partial: boolean;
  readonly assumes: readonly string[];
  readonly reported: readonly string[];
  readonly expectations: readonly ExpectationResult[];
}

/** Puts a run's report together. */
export function runReport(
  setup: RunSetup,
  summary: Summary,
  partial: boolean,
  expectations: readonly ExpectationResult[],
): RunReport {
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: setup.tool,
    scenario: setup.scenario,
    logger: setup.logger,
    strategy: setup.strategy,
    profile: setup.profile,
    seed: setup.seed,
    seeds: setup.seeds,
    duration_s: setup.duration_s,
    replication: setup.replication,
    ...(setup.precision !== undefined && { precision: setup.precision }),
    requests: summary.requests,
    rejected: summary.rejected,
    groups: summary.groups,
    deployments: summary.deployments,
    busiest: summary.busiest,
    samples: summary.samples,
    causes: summary.causes,
    ...(summary.unexplained !== undefined && { unexplained: summary.unexplained }),
    verdict: summary.verdict,
    verdicts: summary.verdicts,
    margin: setup.margin,
    latency: summary.latency,
    logging: summary.logging,
    replications: summary.replications,
    traceHash: summary.traceHash,
    decisionsHash: summary.decisionsHash,
    partial,
    assumes: setup.assumes,
    reported: setup.reported,
    expectations,
  };
}
