import type { Counts } from '../../stats/dirichlet-multinomial.js';
import { type Span, type Study, together } from '../study.js';
import { type ChangeSet, changed } from './change-set.js';
import { type Comparison, compared, type ProposedExperiment } from './comparison.js';
import { type Evidence, NO_EVIDENCE } from './evidence.js';
import { keyOf, type Proposal, proposals } from './experiments.js';
import { fitted } from './explanations.js';
import {
  type DiagnosisOutcome,
  type Explanation,
  type JudgedRow,
  judge,
  leadingRows,
} from './judgement.js';
import type { Grid, Mechanism, Point } from './mechanism.js';
import { MECHANISMS } from './mechanisms.js';
import { readsLatencies, rightRouting } from './right.js';
import { searched } from './search.js';
import { type Subject, scenarioUnder } from './subject.js';
import { Trial } from './trial.js';
import { type Replications, type Variant, variantOf } from './variant.js';
import { WITHOUT_LATENCIES } from './without-latencies.js';

/** More requests than this are not simulated: their shares are judged as if of so many. */
export const SIMULATED_AT_MOST = 10_000;
/** Experiments with more requests than this are not tried. */
const MOST_REQUESTS = 20_000;
/** An experiment's replications: fewer for a longer one, within these bounds. */
const TRIED_REQUESTS = 200_000;
const FEWEST_REPLICATIONS = 50;
const MOST_REPLICATIONS = 100;
/**
 * What makes the same choices, request by request, in every experiment up to one of so many times
 * the observed requests, is taken to do so under any traffic.
 */
const LONG = 4;

/** A mechanism that cannot be on the scenario. */
interface RuledOut {
  readonly mechanism: Mechanism;
  readonly reason: string;
  /** The command that shows it; null where none does. */
  readonly command: string | null;
}

/** What a diagnosis has come to. */
export interface Diagnosis {
  readonly rows: readonly JudgedRow[];
  readonly otherStore: readonly JudgedRow[];
  readonly impossible: readonly RuledOut[];
  /** Null: interrupted before all mechanisms were tried. */
  readonly outcome: DiagnosisOutcome | null;
  /** The cheapest that tells most; null: none does, or none is needed. */
  readonly experiment: ProposedExperiment | null;
  /** Requests of each replication. */
  readonly simulated: number;
  readonly partial: boolean;
}

/** A mechanism's standing, as something to be simulated. */
interface Measurement {
  readonly mechanism: Mechanism;
  readonly otherStore: string | null;
  readonly grid: Grid;
}

/** The mechanisms are about so much of the work, the experiments the rest. */
const MECHANISMS_PART = 0.7;

/** Requests of each replication of a diagnosis of so many. */
export function simulatedOf(observed: Counts): number {
  return Math.min(totalOf(observed), SIMULATED_AT_MOST);
}

/**
 * Which mechanisms explain an observed split? All variants meet the same arrivals and random
 * numbers.
 * @param observed requests per group of the model group, not all 0
 * @throws ChangesRefused where a variant is no valid scenario
 * @throws RangeError where the load does not produce the requests
 */
export function* diagnosing(
  subject: Subject,
  observed: Counts,
  luck: Replications,
  evidence: Evidence = NO_EVIDENCE,
): Study<Diagnosis> {
  const simulated = simulatedOf(observed);
  const counts = scaled(observed, totalOf(observed), simulated);
  const impossible: RuledOut[] = [];
  const tasks: Measurement[] = [];
  for (const mechanism of readsLatencies(subject) ? MECHANISMS : WITHOUT_LATENCIES) {
    const standing = mechanism.standing(subject);
    if (standing.kind === 'impossible') {
      impossible.push({ mechanism, reason: standing.reason, command: standing.command });
    } else if (standing.kind !== 'covered') {
      const otherStore = standing.kind === 'other-store' ? standing.store : null;
      tasks.push({ mechanism, otherStore, grid: standing });
    }
  }
  const trials = new Trials(subject, luck, evidence);
  const explained = yield* together(
    tasks.map((task) => trials.explain(task, counts, simulated)),
    [0, MECHANISMS_PART],
  );
  const explanations = explained.flatMap((one) => one ?? []);
  const judgement = judge(counts, explanations);
  const { rows, otherStore, outcome } = judgement;
  const base = { rows, otherStore, impossible, simulated };
  if (explained.includes(null)) return { ...base, outcome: null, experiment: null, partial: true };
  if (outcome === 'decided' || outcome === 'none') {
    return { ...base, outcome, experiment: null, partial: false };
  }
  const leading = leadingRows(judgement).flatMap((row) => row.members);
  const proposed = yield* trials.propose(
    leading.map((one) => one.prediction),
    simulated,
  );
  return { ...base, outcome, ...proposed };
}

/** What a diagnosis simulates. */
class Trials {
  private readonly right: ChangeSet;

  constructor(
    private readonly subject: Subject,
    private readonly luck: Replications,
    private readonly evidence: Evidence,
  ) {
    this.right = rightRouting(subject);
  }

  /** Simulates a mechanism at the likeliest values of its parameter; null: it was stopped. */
  *explain(
    { mechanism, otherStore, grid }: Measurement,
    observed: Counts,
    requests: number,
  ): Study<Explanation[] | null> {
    const bearing = mechanism.bearing?.(this.evidence, this.subject) ?? null;
    const known = new Map<Point, { trial: Trial; explanation: Explanation }>();
    const start = (point: Point) => {
      const variant = this.variant(changed(this.right, point.changes), requests, this.luck);
      const trial = new Trial(this.subject, variant, mechanism.name);
      const { parameter } = point;
      const { settings } = variant;
      const { counts } = trial;
      const explanation = { mechanism, parameter, otherStore, settings, counts, bearing };
      return { trial, explanation };
    };
    const simulate = function* (point: Point, replications: number): Study<Explanation | null> {
      const one = known.get(point) ?? start(point);
      known.set(point, one);
      return (yield* one.trial.upTo(replications)) ? one.explanation : null;
    };
    return yield* searched(observed, grid, simulate, this.luck.replications);
  }

  /** Looks for the cheapest experiment that tells the mechanisms apart. */
  *propose(
    leading: readonly Explanation[],
    simulated: number,
  ): Study<Pick<Diagnosis, 'experiment' | 'partial'>> {
    const processes = leading.some(
      ({ settings }) => scenarioUnder(this.subject, settings).processes.count > 1,
    );
    const tried = proposals(this.subject, simulated, processes)
      .map((proposal) => ({ proposal, cost: this.costOf(proposal) }))
      .filter(({ cost }) => cost <= MOST_REQUESTS)
      .sort((a, b) => a.cost - b.cost);
    let best: ProposedExperiment | null = null;
    let same: readonly string[] | undefined;
    const whole = tried.reduce((sum, { cost }) => sum + workOf(cost), 0);
    const at = (done: number) => MECHANISMS_PART + ((1 - MECHANISMS_PART) * done) / whole;
    let done = 0;
    for (const { proposal, cost } of tried) {
      const span: Span = [at(done), at(done + workOf(cost))];
      done += workOf(cost);
      const comparison = yield* this.tryOut(proposal, cost, leading, span);
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

  private costOf(proposal: Proposal): number {
    const settings = changed(this.right, proposal.changes);
    const variant = variantOf(this.subject, settings, proposal.requests, this.luck);
    return variant?.arrivals ?? Number.POSITIVE_INFINITY;
  }

  /** @returns null: it was stopped */
  private *tryOut(
    proposal: Proposal,
    cost: number,
    leading: readonly Explanation[],
    span: Span,
  ): Study<Comparison | null> {
    const replications = replicationsFor(cost);
    const luck = { ...this.luck, replications };
    const trials = new Map<string, Trial>();
    const keys = leading.map(({ settings }) => {
      const under = changed(settings, proposal.changes);
      const key = keyOf(under);
      if (!trials.has(key)) {
        const variant = this.variant(under, proposal.requests, luck);
        trials.set(key, new Trial(this.subject, variant, 'experiments'));
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

  private variant(settings: ChangeSet, requests: number, luck: Replications): Variant {
    const variant = variantOf(this.subject, settings, requests, luck);
    if (variant === null) throw new RangeError(`the load does not produce ${requests} requests`);
    return variant;
  }
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

function totalOf(counts: Counts): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The same shares of another total, in whole requests. */
function scaled(counts: Counts, from: number, to: number): Counts {
  let before = 0;
  let rounded = 0;
  return counts.map((count) => {
    before += count;
    const upTo = Math.round((before * to) / from);
    const own = upTo - rounded;
    rounded = upTo;
    return own;
  });
}
