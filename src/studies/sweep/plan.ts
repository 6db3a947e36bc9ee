import type { FigureUnit } from '../../expectation/unit.js';
import type { Interval } from '../../measure/level.js';
import type { Verdict } from '../../measure/verdict.js';
import type { SweepAxis } from './axis.js';

/** A logger under a strategy, at every setting. */
export interface SweepVariant {
  /** As a command names it; null: what each scenario says. */
  readonly logger: string | null;
  readonly strategy: string | null;
  /** Digest of the files of both; null: neither has one. */
  readonly code: string | null;
}

/** What is measured in each cell. */
export interface SweepMeasure {
  /** In canonical spacing: `share(gpt-4.1)`. */
  readonly text: string;
  readonly unit: FigureUnit;
}

/** What a sweep is to find out. Plain data: shards and journals carry it. */
export interface SweepPlan {
  readonly scenario: {
    readonly name: string;
    /** Of the scenario before anything is varied. */
    readonly hash: string;
    /** As the user named it. */
    readonly file: string;
  };
  /** What the options set at every setting, as they were given. */
  readonly fixed: readonly (readonly [flag: string, value: string])[];
  readonly seed: number;
  readonly replications: number;
  readonly profile: string;
  /** Equivalence margin of the verdict, a fraction. */
  readonly margin: number;
  readonly axes: readonly SweepAxis[];
  /** At least one; the others are compared with the first. */
  readonly variants: readonly SweepVariant[];
  /** At least one; maps show the first. */
  readonly measures: readonly SweepMeasure[];
  /** Whether requests arrive at the same times at every setting, as far as they go. */
  readonly sameArrivals: boolean;
  /** Whether completions are flushed at times that do not change from replication to replication. */
  readonly fixedPhase: boolean;
  readonly refine: SweepRefinement | null;
}

/** What tells two settings apart. Plain data. */
export type RefinePredicate =
  /** The verdict under each variant. */
  | { readonly by: 'verdict' }
  /** Whether a variant differs by more than a margin, in the unit of the first measure, from this one. */
  | { readonly by: 'difference'; readonly to: number; readonly margin: number };

/** How points are added. */
export interface SweepRefinement {
  readonly predicate: RefinePredicate;
  /** How often cells are halved, at most. */
  readonly rounds: number;
}

/** A figure in the replications of a cell. */
export interface CellMeasure {
  /** Null without any. */
  readonly mean: number | null;
  readonly ci95: Interval;
  /** By replication; null where there was nothing to measure. */
  readonly values: readonly (number | null)[];
}

/** What was found of one cell: a setting under one variant. Plain data: shards and journals carry it. */
export interface CellFound {
  /** Of all that decides what is found. */
  readonly key: string;
  readonly logger: string;
  readonly strategy: string;
  readonly replications: number;
  readonly verdict: Verdict;
  /** In the order of the plan. */
  readonly measures: readonly CellMeasure[];
}

/** A cell that was finished, and where it lies. */
export interface SweptCell {
  /** Its place along each axis. */
  readonly at: readonly number[];
  /** Position of its variant. */
  readonly variant: number;
  readonly found: CellFound;
}

/** The result of a sweep. */
export interface SweepFound {
  /** In the order of their places, and at each in that of the variants. */
  readonly cells: readonly SweptCell[];
  /** Some cells are missing: it was stopped. */
  readonly partial: boolean;
  /** How many settings were added between those of the grid. */
  readonly added: number;
  /** More would have been added, but for the limit on cells. */
  readonly cut: boolean;
}
