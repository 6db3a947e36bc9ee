import {
  type Counts,
  type DirichletMultinomial,
  fitDistribution,
  totalOf,
} from '../../stats/dirichlet-multinomial.js';
import { exp, ln } from '../../stats/elementary.js';
import { wilson } from '../../stats/wilson.js';

/** Rows whose observation is rarer than this are ruled out. */
export const SIGNIFICANCE = 0.001;
/** With what is rarer than this one need not reckon before one looks elsewhere. */
export const UNLIKELY = 0.01;
/**
 * Rows whose observation is no rarer than this explain it. Between the two they are neither: what
 * comes in a few of 100 runs is no explanation, and not ruled out.
 */
export const PLAUSIBLE = 0.05;
/** The true part of replications may be so many standard errors from the one found: 95% on either side. */
const BOUND = 1.645;
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

/** How an observation stands to what was predicted. */
export interface Plausibility {
  /** Probability of an observation that is no more likely than this one. */
  readonly p: number;
  /** Replications that are as improbable, of `replications`. */
  readonly asFar: number;
  readonly replications: number;
  /** It explains the observation: `PLAUSIBLE`, also where luck of the replications is allowed for. */
  readonly plausible: boolean;
  /** The observation is too rare under it. */
  readonly excluded: boolean;
  /** That it is not ruled out rests on a few replications: more of them would tell. */
  readonly isOpen: boolean;
}

/** Explanations that predict the same. */
export interface ExplanationRow<P extends Prediction> extends Plausibility {
  /** In the order in which they were given. */
  readonly members: readonly Weighed<P>[];
  /** The likeliest of them stands for all. */
  readonly head: Weighed<P>;
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
    ...plausibilityOf(observed, head),
  }));
}

/**
 * p is that of the fitted distribution; or the part of the replications that are as improbable, if
 * that is more: where the simulated counts have a longer tail than the distribution. A few freak
 * replications are no explanation: the part counts for as much as it is at least, by its lower
 * bound. Nor is what the distribution alone finds usual and hardly a replication has come near. One
 * replication alone says nothing.
 */
export function plausibilityOf<P extends Prediction>(
  observed: Counts,
  head: Weighed<P>,
): Plausibility {
  const { distribution, prediction, logLikelihood } = head;
  const total = totalOf(observed);
  const comparable = prediction.counts.filter((counts) => totalOf(counts) === total);
  const asFar = comparable.filter(
    (one) => distribution.logProbability(one) <= logLikelihood,
  ).length;
  const replications = prediction.counts.length;
  const own = distribution.pValue(observed);
  const [least, most] = wilson(asFar / replications, replications, BOUND);
  const p = Math.max(own, asFar > 1 ? asFar / replications : 0);
  return {
    p,
    asFar,
    replications,
    plausible: Math.max(own, least) >= PLAUSIBLE && most >= PLAUSIBLE,
    excluded: p < SIGNIFICANCE,
    isOpen: own < PLAUSIBLE && asFar > 0 && least < PLAUSIBLE && most > SIGNIFICANCE,
  };
}

/** Whether pairs predict the same is asked again and again, too. */
const alike = new WeakMap<DirichletMultinomial, WeakMap<DirichletMultinomial, boolean>>();

/** Whether data would hardly ever tell them apart. */
export function predictSame(a: Fitted, b: Fitted): boolean {
  const known = alike.get(a.distribution) ?? new WeakMap<DirichletMultinomial, boolean>();
  alike.set(a.distribution, known);
  let same = known.get(b.distribution);
  if (same === undefined) {
    same = identical(a, b) || (expectedEvidence(a, b) + expectedEvidence(b, a)) / 2 < SAME_WITHIN;
    known.set(b.distribution, same);
  }
  return same;
}

/**
 * Whether two explanations, under the same random numbers, chose the same in every replication that
 * both have.
 */
export function identical(a: Fitted, b: Fitted): boolean {
  const [left, right] = [a.prediction.counts, b.prediction.counts];
  const both = Math.min(left.length, right.length);
  return left.slice(0, both).every((counts, i) => `${counts}` === `${right[i]}`);
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
  const least = ln(DECISIVE_RATIO);
  const decisive = (truth: Fitted, other: Fitted): number => {
    const { counts } = truth.prediction;
    return counts.filter((one) => evidence(one, truth, other) >= least).length / counts.length;
  };
  return Math.min(decisive(a, b), decisive(b, a));
}

/** How the rows stand to one another. */
export interface RowStanding {
  /** Likelihood of the observation, in parts of that of the best row. */
  readonly likelihoodRatio: number;
  /** It may be what happened: there is an explanation, and none is decisively better than this row. */
  readonly leading: boolean;
}

/**
 * Compares rows. Where one explains the observation, what is not ruled out leads with it unless it is
 * decisively less likely; where none does, none leads.
 * @param best what they are compared with; by default the best of them
 */
export function standings<P extends Prediction>(
  rows: readonly ExplanationRow<P>[],
  best = bestOf(rows),
): RowStanding[] {
  return rows.map(({ head, excluded }) => {
    const likelihoodRatio = exp(head.logEvidence - (best?.head.logEvidence ?? 0));
    const isNear = !excluded && likelihoodRatio * DECISIVE_RATIO > 1;
    return { likelihoodRatio, leading: isNear && best?.plausible === true };
  });
}

/** The likeliest row that explains it; or that is not ruled out; or of all. */
export function bestOf<P extends Prediction>(
  rows: readonly ExplanationRow<P>[],
): ExplanationRow<P> | undefined {
  return rows.find((row) => row.plausible) ?? rows.find((row) => !row.excluded) ?? rows[0];
}
