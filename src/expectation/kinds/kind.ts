import type { ReplicationResult } from '../../measure/result.js';
import type { StoreModel } from '../../model/stores/store.js';
import type { Estimation } from '../../stats/interval.js';
import type { WholeNumber } from '../../text/figures.js';
import type { JudgedEvidence, Judgement, Ruling } from '../judgement.js';
import type { Layout } from '../layout.js';
import type { Context } from '../names.js';
import type { Scanner } from '../scanner.js';
import type { FigureUnit } from '../unit.js';

/**
 * What must come out of a run, read and checked; docs/reference/expectations.md has the language.
 * Plain data: it crosses threads and shards. What else it has belongs to its kind.
 */
export interface Expectation {
  /** The name of its kind. */
  readonly kind: string;
}

/** What the text of an expectation begins with, as it was read. */
export interface Measure {
  readonly name: string;
  /** Where it stands in the text, from 0. */
  readonly offset: number;
}

/** A way to write an expectation, as the documentation shows it. */
export interface Form {
  readonly example: string;
  /** What is judged then, in words. */
  readonly judged: string;
}

/** A figure of its kind that a gate's baseline keeps, and its value in each replication. */
export interface KeptFigure {
  /** Named as expectations name it. */
  readonly figure: string;
  readonly unit: 'share' | 'seconds' | 'count';
  readonly values: readonly number[];
}

/** An expectation that cannot hold together with one before it. */
export interface Contradiction {
  /** Position in the list of the later of them. */
  readonly at: number;
  readonly message: string;
}

/**
 * What an expectation is about, without its bound: `share(gpt-4.1)`. Plain data, as an expectation
 * is; what else it has belongs to its kind.
 */
export interface MeasuredFigure {
  /** The name of its kind. */
  readonly kind: string;
}

/** A figure in each replication, and its mean. */
export interface MeasuredValues {
  /** By replication; null where there was nothing to measure. */
  readonly values: readonly (number | null)[];
  /** Null for too few replications. */
  readonly estimation: Estimation | null;
}

/** How a kind measures what its expectations are about. */
export interface Measuring<F extends MeasuredFigure = MeasuredFigure> {
  readonly unit: FigureUnit;
  /** One of its figures, as one writes it. */
  readonly example: string;
  /**
   * Reads what follows the measure, as `read` does, without operator and bound.
   * @returns null where that is not of this kind
   */
  read(scanner: Scanner, measure: Measure, context: Context): F | null;
  /** In canonical spacing. */
  write(figure: F): string;
  /** The figure of another kind that it is, where its own name would not say what is measured. */
  plainly?(figure: F, layout: Layout): MeasuredFigure;
  /** The times from which on it wants requests counted, in seconds, above 0; by default none. */
  cuts?(figure: F): readonly number[];
  /** It looks at how long something took: `latency_s` and `loggingLag_s` of results; by default it does not. */
  readonly ofTimes?: true;
  /** @param alpha probability that the mean lies outside of its interval */
  observe(
    figure: F,
    counts: readonly ReplicationResult[],
    layout: Layout,
    alpha: number,
  ): MeasuredValues;
}

/** What all kinds have: their language. */
interface Language<E extends Expectation> {
  /** Its name, which its expectations carry. */
  readonly kind: E['kind'];
  /** One line: what is expected of what. */
  readonly says: string;
  /** What its texts may begin with: what a misspelt text is compared with. */
  readonly measures: readonly string[];
  /** Whether a colon follows its measure: then YAML reads its texts as maps. */
  readonly colon?: true;
  readonly forms: readonly Form[];
  readonly how: 'interval' | 'every replication' | 'search';
  /**
   * Reads what follows the measure.
   * @returns null where that is not of this kind, however far it was read
   * @throws ExpectationError where it is, and is wrong
   */
  read(scanner: Scanner, measure: Measure, context: Context): E | null;
  /** In canonical spacing; reading it gives the same expectation. */
  write(expectation: E): string;
  /** The times from which on it wants requests counted, in seconds, above 0; by default none. */
  cuts?(expectation: E): readonly number[];
  /**
   * How many intervals it is judged by: what Bonferroni's correction counts.
   * @param modelGroups how many the scenario has
   */
  intervals(expectation: E, modelGroups: number): number;
  /** The same expectation for all ways to write it; by default as it is. */
  normalised?(expectation: E, context: Context): E;
  /** Whether two, both normalised, cannot hold together; by default any two can. */
  excludes?(one: E, other: E): boolean;
  /**
   * What several of its expectations contradict that do not exclude one another by twos.
   * @param list the expectations of one logger, of all kinds
   * @param known what else was found of them
   */
  contradictions?(
    list: readonly Expectation[],
    context: Context,
    known: readonly Contradiction[],
  ): Contradiction[];
  /** How it measures what its expectations are about; absent: that has no figure. */
  readonly figure?: Measuring;
  /** What a baseline keeps of its kind; by default nothing. */
  kept?(layout: Layout, counts: readonly ReplicationResult[]): KeptFigure[];
}

/** A kind that is judged by what replications counted. */
export interface CountedKind<E extends Expectation = Expectation> extends Language<E> {
  readonly needs: 'replications';
  judge(expectation: E, evidence: JudgedEvidence): Ruling;
  /** What a judgement says, for somebody who has not seen a gate before. */
  meaning(expectation: E, judgement: Judgement): string;
  /** Whether it counts samples that were recorded and are not there; by default it does not. */
  countsLosses?(expectation: E): boolean;
}

/** A kind that is judged by an exploration, and so by a gate alone. */
export interface ExploredKind<E extends Expectation = Expectation> extends Language<E> {
  readonly needs: 'exploration';
  /** What is to be explored for it, with the logger that is judged. */
  program(expectation: E): ExploredProgram;
  /** Whether some order has to go wrong. */
  wantsViolation(expectation: E): boolean;
  /** What is explored, in words. */
  scope(expectation: E): string;
  /** @param explored null: nothing was explored */
  judge(expectation: E, explored: Exploration | null): Ruling;
  /** What an exploration says about it. */
  meaning(expectation: E, explored: Exploration): string;
}

/** One kind of expectation, described once. */
export type ExpectationKind<E extends Expectation = Expectation> = CountedKind<E> | ExploredKind<E>;

/** A few concurrent tasks on a store. */
export interface ExploredProgram {
  readonly tasks: number;
  readonly processes: number;
  readonly store: StoreModel['kind'];
  /** Each task has a deployment of its own; without it, all have the same. */
  readonly deployments?: 'distinct';
  /** What may crash, once and at any step; without it, nothing does. */
  readonly crash?: 'task' | 'process';
}

/** What an exploration found. */
export interface Exploration {
  /** Every order was tried. */
  readonly exhaustive: boolean;
  readonly states: WholeNumber;
  /** What goes wrong, in words; null if nothing was found. */
  readonly fault: string | null;
}
