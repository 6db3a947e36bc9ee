import type { Counts } from '../../stats/dirichlet-multinomial.js';
import { type Comparison, compared, type Experiment } from './comparison.js';
import { keyOf, type Proposal, proposals, underProposal } from './experiments.js';
import { type Fitted, fitted } from './explanations.js';
import { type Explanation, type JudgedRow, judge, leadingRows, type Outcome } from './judgement.js';
import type { Grid, Mechanism, Point } from './mechanism.js';
import { MECHANISMS } from './mechanisms.js';
import { rightRouting } from './right.js';
import { searched } from './search.js';
import { changed, type Settings } from './settings.js';
import type { Subject } from './subject.js';
import { Trial } from './trial.js';
import { type Luck, type Variant, variantOf } from './variant.js';

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

/** What a diagnosis has come to. */
export interface Diagnosis {
  readonly rows: readonly JudgedRow[];
  readonly otherStore: readonly JudgedRow[];
  readonly impossible: readonly { readonly mechanism: Mechanism; readonly reason: string }[];
  /** Null: interrupted before all mechanisms were tried. */
  readonly outcome: Outcome | null;
  /** The cheapest that tells most; null: none does, or none is needed. */
  readonly experiment: Experiment | null;
  /** Requests of each replication. */
  readonly simulated: number;
  readonly partial: boolean;
}

/** A mechanism's standing, as something to be simulated. */
interface Task {
  readonly mechanism: Mechanism;
  readonly otherStore: string | null;
  readonly grid: Grid;
}

/**
 * Finds out which mechanisms explain an observed split, in slices, so that whoever runs it can show
 * progress and stop. All variants meet the same arrivals and luck.
 */
export class Diagnosing {
  /** Finished part of the work, 0..1, about. */
  progress = 0;
  /** What is being simulated. */
  at = '';
  readonly simulated: number;
  private readonly observed: Counts;
  private readonly impossible: { mechanism: Mechanism; reason: string }[] = [];
  private readonly explanations: Explanation[] = [];
  private tried = 0;
  private readonly tasks: Task[] = [];
  private experiment: Experiment | null = null;
  private readonly steps: Generator<void>;
  private slice = 0;
  private done = false;

  /** @param observed requests per group of the model group, not all 0 */
  constructor(
    private readonly subject: Subject,
    observed: Counts,
    private readonly luck: Luck,
  ) {
    const requests = observed.reduce((sum, count) => sum + count, 0);
    this.simulated = Math.min(requests, SIMULATED_AT_MOST);
    this.observed = scaled(observed, requests, this.simulated);
    for (const mechanism of MECHANISMS) {
      const standing = mechanism.standing(subject);
      if (standing.kind === 'impossible') {
        this.impossible.push({ mechanism, reason: standing.reason });
      } else if (standing.kind !== 'covered') {
        const otherStore = standing.kind === 'other-store' ? standing.store : null;
        this.tasks.push({ mechanism, otherStore, grid: standing });
      }
    }
    this.steps = this.work();
  }

  /**
   * Goes on for at most `slice` occurrences.
   * @returns whether all is done
   * @throws ScenarioError where a variant is no valid scenario
   * @throws RangeError where the load does not bring the requests
   */
  advance(slice: number): boolean {
    this.slice = slice;
    this.done = this.steps.next().done === true;
    return this.done;
  }

  private *work(): Generator<void> {
    const right = rightRouting(this.subject);
    for (const [i, task] of this.tasks.entries()) {
      this.progress = (MECHANISMS_PART * i) / this.tasks.length;
      this.at = task.mechanism.name;
      this.explanations.push(...(yield* this.explain(task, right)));
      this.tried = i + 1;
    }
    this.progress = MECHANISMS_PART;
    const judgement = judge(this.observed, this.explanations);
    if (judgement.outcome === 'decided' || judgement.outcome === 'none') return;
    const leading = leadingRows(judgement).flatMap((row) => row.members);
    yield* this.propose(leading.map((one) => one.prediction));
  }

  /** Simulates a mechanism at the likeliest values of its parameter. */
  private *explain(
    { mechanism, otherStore, grid }: Task,
    right: Settings,
  ): Generator<void, Explanation[]> {
    const known = new Map<Point, { trial: Trial; explanation: Explanation }>();
    const start = (point: Point) => {
      const variant = this.variant(changed(right, point.changes), this.simulated, this.luck);
      const trial = new Trial(variant.experiment, this.subject.position);
      const { parameter } = point;
      const { settings } = variant;
      const explanation = { mechanism, parameter, otherStore, settings, counts: trial.counts };
      return { trial, explanation };
    };
    const finish = this.finish.bind(this);
    const simulate = function* (point: Point, replications: number) {
      const one = known.get(point) ?? start(point);
      known.set(point, one);
      yield* finish(one.trial, replications);
      return one.explanation;
    };
    return yield* searched(this.observed, grid, simulate, this.luck.replications);
  }

  /** Looks for the cheapest experiment that tells the mechanisms apart. */
  private *propose(leading: readonly Explanation[]): Generator<void> {
    const right = rightRouting(this.subject);
    const processes = leading.some((one) => hasSeveralProcesses(this.subject, one.settings));
    const tried = proposals(this.subject, this.simulated, processes)
      .map((proposal) => ({ proposal, cost: this.costOf(proposal, right) }))
      .filter(({ cost }) => cost <= MOST_REQUESTS)
      .sort((a, b) => a.cost - b.cost);
    let same: readonly string[] | undefined;
    for (const [i, { proposal, cost }] of tried.entries()) {
      this.progress = MECHANISMS_PART + ((1 - MECHANISMS_PART) * i) / tried.length;
      this.at = 'experiments';
      const comparison = yield* this.tryOut(proposal, cost, leading);
      const { experiment } = comparison;
      if (experiment.apart > (this.experiment?.apart ?? 0)) this.experiment = experiment;
      same = same?.filter((pair) => comparison.identical.includes(pair)) ?? comparison.identical;
      const long = proposal.requests >= LONG * this.simulated;
      const inseparable = long ? same.length : 0;
      if ((this.experiment?.apart ?? 0) + inseparable === experiment.pairs) return;
    }
  }

  private costOf(proposal: Proposal, right: Settings): number {
    const settings = changed(right, proposal.changes);
    const variant = variantOf(this.subject, settings, proposal.requests, this.luck);
    return variant?.arrivals ?? Number.POSITIVE_INFINITY;
  }

  private *tryOut(
    proposal: Proposal,
    cost: number,
    leading: readonly Explanation[],
  ): Generator<void, Comparison> {
    const replications = Math.min(
      MOST_REPLICATIONS,
      Math.max(FEWEST_REPLICATIONS, Math.floor(TRIED_REQUESTS / cost)),
    );
    const luck = { ...this.luck, replications };
    const known = new Map<string, Fitted>();
    const fits: { mechanism: Mechanism; fit: Fitted }[] = [];
    for (const { mechanism, settings } of leading) {
      const under = underProposal(settings, proposal);
      const key = keyOf(under);
      let fit = known.get(key);
      if (fit === undefined) {
        const { experiment } = this.variant(under, proposal.requests, luck);
        const trial = new Trial(experiment, this.subject.position);
        yield* this.finish(trial, replications);
        fit = fitted({ counts: trial.counts });
        known.set(key, fit);
      }
      fits.push({ mechanism, fit });
    }
    return compared(proposal, cost, fits);
  }

  private *finish(trial: Trial, replications: number): Generator<void> {
    while (!trial.advance(replications, this.slice)) yield;
  }

  private variant(settings: Settings, requests: number, luck: Luck): Variant {
    const variant = variantOf(this.subject, settings, requests, luck);
    if (variant === null) throw new RangeError(`the load does not bring ${requests} requests`);
    return variant;
  }

  /** What the finished part of the work comes to. */
  result(): Diagnosis {
    const { observed, explanations, impossible, experiment, simulated, done } = this;
    const { rows, otherStore, outcome } = judge(observed, explanations);
    const all = this.tried === this.tasks.length;
    return {
      rows,
      otherStore,
      impossible,
      outcome: all ? outcome : null,
      experiment,
      simulated,
      partial: !done,
    };
  }
}

/** The mechanisms are about so much of the work, the experiments the rest. */
const MECHANISMS_PART = 0.7;

function hasSeveralProcesses({ scenario }: Subject, settings: Settings): boolean {
  return Number(settings.get('processes.count') ?? scenario.processes.count) > 1;
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
