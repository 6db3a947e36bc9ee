import {
  type Counts,
  type DirichletMultinomial,
  fitDistribution,
} from '../../stats/dirichlet-multinomial.js';

/** Rows whose observation is rarer than this do not explain it. */
export const SIGNIFICANCE = 0.01;
/** A row that makes the observation so many times less likely than the best is out of the lead. */
export const DECISIVE_RATIO = 20;
/**
 * Two predictions are the same where the data would, on average, favour the true one by less than
 * this: the logarithm of the likelihood ratio, so about 5 %.
 */
export const SAME_WITHIN = 0.05;

/** What one explanation predicts: counts of independent replications. */
export interface Prediction {
  readonly counts: readonly Counts[];
  /**
   * Of an explanation with a free parameter: the likelihood of the observation averaged over its
   * values, in parts of that at the likeliest, as a logarithm; 0 where nothing is free. What fits
   * at one value of many explains less than what could not be otherwise.
   */
  readonly logOccam?: number;
}

/** A prediction, and the distribution that was fitted to it. */
export interface Fitted<P extends Prediction = Prediction> {
  readonly prediction: P;
  readonly distribution: DirichletMultinomial;
}

/** A search asks for the same counts again and again; replications are only ever added to them. */
const fits = new WeakMap<
  Prediction['counts'],
  { readonly replications: number; readonly distribution: DirichletMultinomial }
>();

export function fitted<P extends Prediction>(prediction: P): Fitted<P> {
  const { counts } = prediction;
  let fit = fits.get(counts);
  if (fit?.replications !== counts.length) {
    fit = { replications: counts.length, distribution: fitDistribution(counts) };
    fits.set(counts, fit);
  }
  return { prediction, distribution: fit.distribution };
}

/** A prediction beside what was observed. */
export interface Weighed<P extends Prediction = Prediction> extends Fitted<P> {
  /** Logarithm of the probability of the observation. */
  readonly logLikelihood: number;
  /** The same, averaged over the values of its free parameter: what explanations are ranked by. */
  readonly logEvidence: number;
}

export function weigh<P extends Prediction>(observed: Counts, prediction: P): Weighed<P> {
  const one = fitted(prediction);
  const logLikelihood = one.distribution.logProbability(observed);
  return { ...one, logLikelihood, logEvidence: logLikelihood + (prediction.logOccam ?? 0) };
}

/** The one that makes the observation most likely, the first of these on a tie. */
export function likeliest<P extends Prediction>(
  all: readonly Weighed<P>[],
): Weighed<P> | undefined {
  let best: Weighed<P> | undefined;
  for (const one of all) {
    if (best === undefined || one.logLikelihood > best.logLikelihood) best = one;
  }
  return best;
}

/** Explanations that predict the same. */
export interface ExplanationRow<P extends Prediction> {
  /** In the order in which they were given. */
  readonly members: readonly Weighed<P>[];
  /** The likeliest of them stands for all. */
  readonly head: Weighed<P>;
  readonly p: number;
}

/** Puts explanations that predict the same into one row; the likeliest row first. */
export function rowsOf<P extends Prediction>(
  observed: Counts,
  all: readonly Weighed<P>[],
): ExplanationRow<P>[] {
  const rows: { head: Weighed<P>; members: Set<Weighed<P>> }[] = [];
  const byEvidence = [...all].sort((a, b) => b.logEvidence - a.logEvidence);
  for (const one of byEvidence) {
    const row = rows.find(({ head }) => predictSame(head, one));
    if (row === undefined) rows.push({ head: one, members: new Set([one]) });
    else row.members.add(one);
  }
  return rows.map(({ head, members }) => ({
    members: all.filter((one) => members.has(one)),
    head,
    p: pValue(observed, head),
  }));
}

/**
 * The p-value under the fitted distribution; or the part of the replications that are as improbable,
 * if that is more: where the simulated counts have a longer tail than the distribution.
 */
export function pValue<P extends Prediction>(observed: Counts, head: Weighed<P>): number {
  const { distribution, prediction, logLikelihood } = head;
  const total = sum(observed);
  const comparable = prediction.counts.filter((counts) => sum(counts) === total);
  const rarer = comparable.filter((counts) => distribution.logProbability(counts) <= logLikelihood);
  return Math.max(distribution.pValue(observed), rarer.length / prediction.counts.length);
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Whether data would hardly ever tell them apart. */
export function predictSame(a: Fitted, b: Fitted): boolean {
  return identical(a, b) || (expectedEvidence(a, b) + expectedEvidence(b, a)) / 2 < SAME_WITHIN;
}

/** Whether two explanations, under the same random numbers, chose the same in every replication. */
export function identical(a: Fitted, b: Fitted): boolean {
  const [left, right] = [a.prediction.counts, b.prediction.counts];
  return left.length === right.length && left.every((counts, i) => `${counts}` === `${right[i]}`);
}

/** By how much data of `truth` favour it over `other` on average, as a logarithm of the ratio. */
function expectedEvidence(truth: Fitted, other: Fitted): number {
  const { counts } = truth.prediction;
  let sum = 0;
  for (const one of counts) sum += evidence(one, truth, other);
  return sum / counts.length;
}

function evidence(counts: Counts, one: Fitted, other: Fitted): number {
  return one.distribution.logProbability(counts) - other.distribution.logProbability(counts);
}

/**
 * The power of an experiment to tell two explanations apart: the fraction of its replications that
 * favour the true one decisively; the lower of the two, whichever is true.
 */
export function power(a: Fitted, b: Fitted): number {
  const least = Math.log(DECISIVE_RATIO);
  const decisive = (truth: Fitted, other: Fitted): number => {
    const { counts } = truth.prediction;
    return counts.filter((one) => evidence(one, truth, other) >= least).length / counts.length;
  };
  return Math.min(decisive(a, b), decisive(b, a));
}

/** How the rows stand to one another. */
export interface RowStanding {
  /** Likelihood of the observation, in parts of that of the best row that explains it. */
  readonly likelihoodRatio: number;
  /** The observation is too rare under it. */
  readonly excluded: boolean;
  /** It explains the observation, and none does so decisively better. */
  readonly leading: boolean;
}

/**
 * Compares rows: the best is the likeliest that is not excluded, or the likeliest if all are.
 * @param best what they are compared with; by default the best of them
 */
export function standings<P extends Prediction>(
  rows: readonly ExplanationRow<P>[],
  best = bestOf(rows),
): RowStanding[] {
  return rows.map(({ head, p }) => {
    const likelihoodRatio = Math.exp(head.logEvidence - (best?.head.logEvidence ?? 0));
    const excluded = p < SIGNIFICANCE;
    return {
      likelihoodRatio,
      excluded,
      leading: !excluded && likelihoodRatio * DECISIVE_RATIO > 1,
    };
  });
}

/** The likeliest row that is not excluded, or the likeliest if all are. */
export function bestOf<P extends Prediction>(
  rows: readonly ExplanationRow<P>[],
): ExplanationRow<P> | undefined {
  return rows.find(({ p }) => p >= SIGNIFICANCE) ?? rows[0];
}
