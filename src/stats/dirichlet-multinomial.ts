import { exp, ln } from './elementary.js';
import { logGamma } from './log-gamma.js';

/** Counts per group, in the order of the groups. */
export type Counts = readonly number[];

/**
 * What a mechanism predicts for the counts of N requests over groups: a Dirichlet-multinomial
 * distribution, that is a multinomial whose shares vary between runs.
 *
 * `shares` are the mean shares; `precision` A is the sum of the Dirichlet's parameters: the variance
 * of a count is that of the multinomial times (N + A) / (1 + A). Infinity is the multinomial itself.
 */
export class DirichletMultinomial {
  constructor(
    readonly shares: readonly number[],
    readonly precision: number,
  ) {}

  /** The logarithm of the probability of counts; their sum is taken as given. */
  logProbability(counts: Counts): number {
    const { shares, precision } = this;
    const total = totalOf(counts);
    let log = logGamma(total + 1);
    for (const count of counts) log -= logGamma(count + 1);
    return log + logWeight(shares, precision, counts, total);
  }

  /**
   * How surprising counts are: the probability of counts that are no more likely than these.
   *
   * Two groups: exact, over all splits. More groups: the smallest of the groups' own exact p-values
   * (each group against the rest), times the number of groups (Bonferroni): never too small.
   */
  pValue(counts: Counts): number {
    const total = totalOf(counts);
    const own = counts.map((count, g) => {
      const share = this.shares[g]!;
      return new DirichletMultinomial([share, 1 - share], this.precision).tail(count, total);
    });
    return counts.length <= 2 ? (own[0] ?? 1) : Math.min(1, Math.min(...own) * counts.length);
  }

  /** Of two groups: the probability of all splits that are no more likely than this one. */
  private tail(first: number, total: number): number {
    const logs = this.logProbabilities(total);
    const observed = logs[first]!;
    let probability = 0;
    for (const log of logs) if (log <= observed + ROUNDING) probability += exp(log);
    return Math.min(1, probability);
  }

  /** Of two groups: the log probabilities of 0, 1, ... requests to the first, one from the next. */
  private logProbabilities(total: number): Float64Array {
    const { shares, precision } = this;
    const [share = 0, other = 0] = shares;
    const logs = new Float64Array(total + 1);
    let log = this.logProbability([0, total]);
    logs[0] = log;
    for (let x = 0; x < total; x++) {
      const odds =
        precision === Number.POSITIVE_INFINITY
          ? share / other
          : (share * precision + x) / (other * precision + total - x - 1);
      log += ln((odds * (total - x)) / (x + 1));
      logs[x + 1] = log;
    }
    return logs;
  }
}

/** Two splits that are equally likely may differ by this in the logarithm. */
const ROUNDING = 1e-6;

/** The part of the log probability that the shares and the precision decide. */
function logWeight(
  shares: readonly number[],
  precision: number,
  counts: Counts,
  total: number,
): number {
  let log = 0;
  if (precision === Number.POSITIVE_INFINITY) {
    for (const [g, count] of counts.entries()) {
      if (count > 0) log += count * ln(shares[g]!);
    }
    return log;
  }
  for (const [g, count] of counts.entries()) {
    log += logRising(shares[g]! * precision, count);
  }
  return log - logRising(precision, total);
}

/** ln of a (a + 1) ... (a + n - 1). */
function logRising(a: number, n: number): number {
  return n === 0 ? 0 : logGamma(a + n) - logGamma(a);
}

/** Precisions that are tried, as logarithms: from all or nothing on; far above, the multinomial. */
const LEAST_LOG = ln(0.05);
const STEPS = 30;
const REFINEMENTS = 30;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** With a precision of so many times the requests, a count's variance is the multinomial's. */
const AS_GOOD_AS_MULTINOMIAL = 10_000;

/**
 * Fits the distribution to the counts of replications.
 *
 * The shares are the pooled ones, with half a request added to each group (Jeffreys), so that a
 * group that was never chosen keeps a probability above zero. The precision is the most likely one
 * at these shares; counts that vary no more than the multinomial's give the multinomial.
 * @param replications the same number of groups in each
 */
export function fitDistribution(replications: readonly Counts[]): DirichletMultinomial {
  const groups = replications[0]?.length ?? 0;
  const pooled = new Array<number>(groups).fill(0);
  for (const counts of replications) {
    for (const [g, count] of counts.entries()) pooled[g]! += count;
  }
  const all = totalOf(pooled);
  const shares = pooled.map((count) => (count + 0.5) / (all + groups / 2));
  const known = distinct(replications);
  const logLikelihood = (precision: number, at = shares): number => {
    let log = 0;
    for (const { counts, total, times } of known) {
      log += times * logWeight(at, precision, counts, total);
    }
    return log;
  };
  const most = known.reduce((max, { total }) => Math.max(max, total), 1);
  const precision = mostLikelyPrecision(logLikelihood, ln(most * AS_GOOD_AS_MULTINOMIAL));
  // At its own best shares: else a group that was never chosen would pass for over-dispersion.
  const multinomial = logLikelihood(
    Number.POSITIVE_INFINITY,
    pooled.map((count) => count / all),
  );
  return new DirichletMultinomial(
    shares,
    logLikelihood(precision) > multinomial ? precision : Number.POSITIVE_INFINITY,
  );
}

/** Looks where the likelihood is highest on a grid, then closer (golden section). */
function mostLikelyPrecision(
  logLikelihood: (precision: number) => number,
  mostLog: number,
): number {
  const step = (mostLog - LEAST_LOG) / STEPS;
  const at = (log: number): number => logLikelihood(exp(log));
  let best = 0;
  let bestLikelihood = Number.NEGATIVE_INFINITY;
  for (let i = 0; i <= STEPS; i++) {
    const likelihood = at(LEAST_LOG + i * step);
    if (likelihood <= bestLikelihood) continue;
    best = i;
    bestLikelihood = likelihood;
  }
  let low = LEAST_LOG + (best - 1) * step;
  let high = low + 2 * step;
  let left = high - GOLDEN * (high - low);
  let right = low + GOLDEN * (high - low);
  let atLeft = at(left);
  let atRight = at(right);
  for (let i = 0; i < REFINEMENTS; i++) {
    if (atLeft >= atRight) {
      high = right;
      right = left;
      atRight = atLeft;
      left = high - GOLDEN * (high - low);
      atLeft = at(left);
    } else {
      low = left;
      left = right;
      atLeft = atRight;
      right = low + GOLDEN * (high - low);
      atRight = at(right);
    }
  }
  return exp((low + high) / 2);
}

interface Weighted {
  readonly counts: Counts;
  readonly total: number;
  readonly times: number;
}

/** Replications with the same counts, together. */
function distinct(replications: readonly Counts[]): Weighted[] {
  const found = new Map<string, { counts: Counts; total: number; times: number }>();
  for (const counts of replications) {
    const key = counts.join();
    const known = found.get(key);
    if (known === undefined) found.set(key, { counts, total: totalOf(counts), times: 1 });
    else known.times++;
  }
  return [...found.values()];
}

/** How many there are of all categories. */
export function totalOf(counts: Counts): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
