import { type Span, type Study, together } from '../study.js';
import { changed } from './change-set.js';
import { type Comparison, compared, type ProposedExperiment } from './comparison.js';
import { keyOf, type Proposal, proposals } from './experiments.js';
import { fitted } from './explanations.js';
import type { Explanation } from './judgement.js';
import { rightRouting } from './right.js';
import { type Subject, scenarioUnder } from './subject.js';
import { Trial } from './trial.js';
import { type Replications, requiredVariant, variantOf } from './variant.js';

/** Experiments with more requests than this are not tried. */
const MOST_REQUESTS = 20_000;
/** An experiment's replications: fewer for a longer one, within these bounds. */
const TRIED_REQUESTS = 100_000;
const FEWEST_REPLICATIONS = 20;
const MOST_REPLICATIONS = 100;
/**
 * What makes the same choices, request by request, in every experiment up to one of so many times
 * the observed requests, is taken to do so under any traffic.
 */
const LONG = 4;

/**
 * Looks for the cheapest experiment that tells the leading mechanisms apart.
 * @param simulated requests of each replication so far
 * @returns `partial`: it was stopped
 */
export function* proposing(
  subject: Subject,
  luck: Replications,
  leading: readonly Explanation[],
  simulated: number,
  [from, to]: Span,
): Study<{ readonly experiment: ProposedExperiment | null; readonly partial: boolean }> {
  const processes = leading.some(
    ({ settings }) => scenarioUnder(subject, settings).processes.count > 1,
  );
  const tried = proposals(subject, simulated, processes)
    .map((proposal) => ({ proposal, cost: costOf(subject, proposal, luck) }))
    .filter(({ cost }) => cost <= MOST_REQUESTS)
    .sort((a, b) => a.cost - b.cost);
  let best: ProposedExperiment | null = null;
  let same: readonly string[] | undefined;
  const whole = tried.reduce((sum, { cost }) => sum + workOf(cost), 0);
  const at = (done: number) => from + ((to - from) * done) / whole;
  let done = 0;
  for (const { proposal, cost } of tried) {
    const span: Span = [at(done), at(done + workOf(cost))];
    done += workOf(cost);
    const comparison = yield* tryOut(subject, luck, proposal, cost, leading, span);
    if (comparison === null) return { experiment: best, partial: true };
    const { experiment } = comparison;
    if (experiment.apart > (best?.apart ?? 0)) best = experiment;
    same = same?.filter((pair) => comparison.identical.includes(pair)) ?? comparison.identical;
    const long = proposal.requests >= LONG * simulated;
    const inseparable = long ? same.length : 0;
    if ((best?.apart ?? 0) + inseparable === experiment.pairs) break;
  }
  return { experiment: best, partial: false };
}

function costOf(subject: Subject, proposal: Proposal, luck: Replications): number {
  const settings = changed(rightRouting(subject), proposal.changes);
  const variant = variantOf(subject, settings, proposal.requests, luck);
  return variant?.arrivals ?? Number.POSITIVE_INFINITY;
}

/** @returns null: it was stopped */
function* tryOut(
  subject: Subject,
  { seed }: Replications,
  proposal: Proposal,
  cost: number,
  leading: readonly Explanation[],
  span: Span,
): Study<Comparison | null> {
  const replications = replicationsFor(cost);
  const luck = { seed, replications };
  const trials = new Map<string, Trial>();
  const keys = leading.map(({ settings }) => {
    const under = changed(settings, proposal.changes);
    const key = keyOf(under);
    if (!trials.has(key)) {
      const variant = requiredVariant(subject, under, proposal.requests, luck);
      trials.set(key, new Trial(subject, variant, 'experiments'));
    }
    return key;
  });
  const done = yield* together(
    [...trials.values()].map((trial) => trial.upTo(replications)),
    span,
  );
  if (done.includes(false)) return null;
  const fits = leading.map(({ mechanism }, i) => ({
    mechanism,
    fit: fitted({ counts: (trials.get(keys[i] as string) as Trial).counts }),
  }));
  return compared(proposal, cost, fits);
}

/** Replications of an experiment that costs so many requests. */
function replicationsFor(cost: number): number {
  const affordable = Math.floor(TRIED_REQUESTS / cost);
  return Math.min(MOST_REPLICATIONS, Math.max(FEWEST_REPLICATIONS, affordable));
}

/** How much of the work it is to try that. */
function workOf(cost: number): number {
  return cost * replicationsFor(cost);
}
