import { intervalsOf } from '../../expectation/expectation.js';
import type { PlacedExpectation } from '../../expectation/expectations.js';
import { EXPECTATION_KINDS, type ExpectationKinds, kindOf } from '../../expectation/kinds/index.js';
import type { ExploredProgram } from '../../expectation/kinds/kind.js';
import type { Layout } from '../../expectation/layout.js';
import type { RunBeside } from './beside.js';

export interface GateScenario {
  readonly name: string;
  readonly hash: string;
  /** As it was named. */
  readonly file: string;
}

/** How errors are limited; all of it is printed. */
export interface GateTerms {
  /** One minus the error rate of the whole command. */
  readonly confidence: number;
  /** Exactly the seeds asked for, looked at once. */
  readonly fixed: boolean;
  /** No run is extended beyond this many replications; null: each has its own limit, or none is. */
  readonly maxSeeds: number | null;
  /** Intervals that share the error rate. */
  readonly family: number;
}

/** A scenario under one logger, and what is expected of it. Plain data: a shard carries it. */
export interface RunPlan {
  readonly scenario: GateScenario;
  readonly logger: string;
  /** Digest of a user's logger file; null for a shipped one. */
  readonly loggerHash: string | null;
  readonly seed: number;
  readonly profile: string;
  /** What is run, line by line: for telling what has changed about it. */
  readonly setting: readonly string[];
  /** Equivalence margin of the verdict, a fraction. */
  readonly margin: number;
  /** How many replications are looked at, look by look; increasing. */
  readonly looks: readonly number[];
  /** The options that allow the looks that limits of events and memory forbid; null: they forbid none. */
  readonly allowance: string | null;
  /** The most replications that the limits of seeds, events and memory allow. */
  readonly most: number;
  readonly layout: Layout;
  readonly expectations: readonly PlacedExpectation[];
  /** The command that runs it, but for the number of replications. */
  readonly replay: string;
  readonly beside: RunBeside;
}

/** All that it takes to judge what was counted, and to report. Plain data: a shard carries it. */
export interface GatePlan {
  readonly terms: GateTerms;
  readonly runs: readonly RunPlan[];
}

/** How many replications are looked at: twice as many each time, up to a limit. */
export function lookSizes(seeds: number, maxSeeds: number): number[] {
  const sizes = [seeds];
  for (let size = seeds; size < maxSeeds; ) {
    size = Math.min(2 * size, maxSeeds);
    sizes.push(size);
  }
  return sizes;
}

/** How many intervals share the error rate. */
export function familyOf(
  runs: readonly Pick<RunPlan, 'layout' | 'expectations'>[],
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): number {
  let intervals = 0;
  for (const { layout, expectations } of runs) {
    for (const { expectation } of expectations) {
      intervals += intervalsOf(expectation, layout.modelGroups.length, kinds);
    }
  }
  return intervals;
}

/** A part of a run: a replication, or the exploration that an expectation asks for. */
export type WorkUnit =
  | { readonly run: number; readonly replication: number }
  | {
      readonly run: number;
      /** Position of the expectation. */
      readonly exploration: number;
      readonly program: ExploredProgram;
    };

/** All parts that a look at some replications takes, in a fixed order. */
export function unitsOf(
  run: number,
  plan: RunPlan,
  from: number,
  to: number,
  kinds: ExpectationKinds = EXPECTATION_KINDS,
): WorkUnit[] {
  const units: WorkUnit[] = [];
  for (let replication = from; replication < to; replication++) units.push({ run, replication });
  if (from > 0) return units;
  for (const [exploration, { expectation }] of plan.expectations.entries()) {
    const kind = kindOf(expectation, kinds);
    if (kind.needs === 'replications') continue;
    units.push({ run, exploration, program: kind.program(expectation) });
  }
  return units;
}
