import type { Counts } from '../../stats/dirichlet-multinomial.js';
import { type Span, type Study, together } from '../study.js';
import { type ChangeSet, changed } from './change-set.js';
import { type Circumstance, circumstancesOf, withoutLatency } from './circumstances.js';
import { type Comparison, compared, type ProposedExperiment } from './comparison.js';
import { type Evidence, NO_EVIDENCE } from './evidence.js';
import { keyOf, type Proposal, proposals } from './experiments.js';
import { fitted, PLAUSIBLE, predictSame, weigh } from './explanations.js';
import {
  type DiagnosisOutcome,
  type Explanation,
  type JudgedRow,
  judge,
  leadingRows,
  type RankedRows,
} from './judgement.js';
import type { Grid, Mechanism, Point } from './mechanism.js';
import { MECHANISMS } from './mechanisms.js';
import { readsLatencies, rightRouting } from './right.js';
import { CLOSE, finalists, isHopeless, screened, screeningOf } from './search.js';
import { type Subject, scenarioUnder } from './subject.js';
import { Trial } from './trial.js';
import { type Replications, type Variant, variantOf } from './variant.js';
import { WITHOUT_LATENCIES } from './without-latencies.js';

/** More requests than this are not simulated: their shares are judged as if of so many. */
export const SIMULATED_AT_MOST = 10_000;
/** Experiments with more requests than this are not tried. */
const MOST_REQUESTS = 20_000;
/** An experiment's replications: fewer for a longer one, within these bounds. */
const TRIED_REQUESTS = 100_000;
const FEWEST_REPLICATIONS = 20;
const MOST_REPLICATIONS = 100;
/** With fewer requests everything is done in a few seconds of a processor. */
const LONG_REQUESTS = 500;
/** Rows whose fit rests on a few replications get so many, of so many requests together. */
const MOST_SETTLED = 1000;
const SETTLED_REQUESTS = 400_000;
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
  /** Positions of groups whose latencies nobody has measured. */
  readonly unmeasured: readonly number[];
  /** Whether the map is part of the evidence. */
  readonly mapSeen: boolean;
  /** Requests of each replication. */
  readonly simulated: number;
  readonly partial: boolean;
}

/** A mechanism's standing, as something to be simulated. */
interface Measurement {
  readonly mechanism: Mechanism;
  readonly otherStore: string | null;
  readonly grid: Grid;
  /** What is set below its own changes, by circumstance. */
  readonly bases: readonly ChangeSet[];
  /** Others that are the very same here, and what each is called. */
  readonly twins: { readonly mechanism: Mechanism; readonly parameter: string | null }[];
}

/** What a mechanism comes to at the likeliest values of its parameter; null: it was stopped. */
type Found = readonly Explanation[] | null;

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
 * @param heard is told what it looks like when all have been tried with few replications, if the rest
 * takes long
 * @throws ChangesRefused where a variant is no valid scenario
 * @throws RangeError where the load does not produce the requests
 */
export function* diagnosing(
  subject: Subject,
  observed: Counts,
  luck: Replications,
  evidence: Evidence = NO_EVIDENCE,
  heard?: (soFar: RankedRows) => void,
): Study<Diagnosis> {
  const simulated = simulatedOf(observed);
  const counts = scaled(observed, totalOf(observed), simulated);
  const circumstances = circumstancesOf(subject, simulated, evidence);
  const { tasks, impossible } = measurements(subject, circumstances);
  const trials = new Trials(subject, luck, counts, simulated);
  const unmeasured = withoutLatency(subject, evidence);
  const judged = (all: readonly Found[]) =>
    judge(
      counts,
      all.flatMap((one) => one ?? []),
    );
  const found = ({ rows, otherStore }: RankedRows) => {
    return { rows, otherStore, impossible, unmeasured, mapSeen: evidence.map !== null, simulated };
  };
  const interrupted = (all: readonly Found[]): Diagnosis => {
    return { ...found(judged(all)), outcome: null, experiment: null, partial: true };
  };
  const [here, elsewhere] = [true, false].map((own) =>
    tasks.filter(({ otherStore }) => (otherStore === null) === own),
  ) as [Measurement[], Measurement[]];

  const first = yield* trials.screenAll(here, CLOSE, [0, 0.3]);
  if (first.includes(null)) return interrupted(first);
  if (simulated >= LONG_REQUESTS) heard?.(judged(first));
  const own = yield* trials.refineAll(first, [0.3, 0.5]);
  if (own.includes(null)) return interrupted(own);
  // What needs another store counts only where nothing else is left.
  const isLeft = judged(own).rows.some(({ excluded }) => !excluded);
  let others = yield* trials.screenAll(elsewhere, isLeft ? PLAUSIBLE : CLOSE, [0.5, 0.6]);
  if (!isLeft && !others.includes(null)) others = yield* trials.refineAll(others, [0.6, 0.7]);
  const all = [...own, ...others];
  if (all.includes(null)) return interrupted(all);
  const explanations = all.flatMap((one) => one ?? []);
  const judgement = judge(counts, explanations);
  const hangs = unmeasured.length > 0 && hangsOnLatency(subject, judgement, explanations);
  const outcome = hangs ? 'no-latency' : judgement.outcome;
  const base = found(judgement);
  if (outcome === 'decided' || outcome === 'none' || outcome === 'no-latency') {
    return { ...base, outcome, experiment: null, partial: false };
  }
  const leading = leadingRows(judgement).flatMap((row) => row.members);
  const proposed = yield* trials.propose(
    leading.map((one) => one.prediction),
    simulated,
  );
  return { ...base, outcome, ...proposed };
}

/** What is to be simulated, and what cannot be. */
function measurements(
  subject: Subject,
  circumstances: readonly Circumstance[],
): { readonly tasks: readonly Measurement[]; readonly impossible: readonly RuledOut[] } {
  const right = rightRouting(subject);
  const bases = circumstances.map((circumstance) => changed(right, circumstance));
  const impossible: RuledOut[] = [];
  const tasks: Measurement[] = [];
  const alone = new Map<string, Measurement>();
  for (const mechanism of readsLatencies(subject) ? MECHANISMS : WITHOUT_LATENCIES) {
    const standing = mechanism.standing(subject);
    if (standing.kind === 'impossible') {
      impossible.push({ mechanism, reason: standing.reason, command: standing.command });
    }
    if (standing.kind === 'impossible' || standing.kind === 'covered') continue;
    const otherStore = standing.kind === 'other-store' ? standing.store : null;
    const task = { mechanism, otherStore, grid: standing, bases, twins: [] };
    const [first, ...others] = standing.points;
    if (first !== undefined && others.length === 0) {
      const key = bases.map((base) => keyOf(changed(base, first.changes))).join('\n\n');
      const known = alone.get(key);
      known?.twins.push({ mechanism, parameter: first.parameter });
      if (known !== undefined) continue;
      alone.set(key, task);
    }
    tasks.push(task);
  }
  return { tasks, impossible };
}

/**
 * Whether the answer hangs on a latency that nobody has measured: always where the router goes by
 * latencies; else where it makes a difference to what explains the split.
 */
function hangsOnLatency(
  subject: Subject,
  judgement: RankedRows,
  explanations: readonly Explanation[],
): boolean {
  if (readsLatencies(subject)) return true;
  return leadingRows(judgement).some(({ head }) => {
    const { mechanism, parameter } = head.prediction;
    return explanations.some(
      (one) =>
        one.mechanism === mechanism &&
        one.parameter === parameter &&
        !predictSame(fitted(one), head),
    );
  });
}

/** What a diagnosis simulates. */
class Trials {
  private readonly right: ChangeSet;
  /** By what they have counted so far. */
  private readonly trials = new Map<readonly Counts[], Trial>();

  constructor(
    private readonly subject: Subject,
    private readonly luck: Replications,
    private readonly observed: Counts,
    private readonly requests: number,
  ) {
    this.right = rightRouting(subject);
  }

  /** Tries mechanisms with few replications. */
  screenAll(tasks: readonly Measurement[], close: number, span: Span): Study<readonly Found[]> {
    return together(
      tasks.map((task) => this.screen(task, close)),
      span,
    );
  }

  /** Brings what may explain the observation to all replications. */
  refineAll(found: readonly Found[], span: Span): Study<readonly Found[]> {
    return together(
      found.map((one) => this.refine(one ?? [])),
      span,
    );
  }

  /** The values of its parameter are searched under the first circumstance; the likeliest are tried under all. */
  private *screen(task: Measurement, close: number): Study<Found> {
    const { grid, bases, twins } = task;
    const { observed, requests, luck } = this;
    const few = Math.min(luck.replications, screeningOf(requests));
    const [usual = [], ...unusual] = bases;
    const under = (base: ChangeSet) => (point: Point, replications: number) =>
      this.brought(this.explanation(task, base, point), replications);
    const tried = yield* screened(observed, grid, under(usual), few, close);
    if (tried === null) return null;
    const first = finalists(observed, grid, tried);
    const more = yield* together(
      unusual.flatMap((base) => first.map(({ point }) => under(base)(point, few))),
    );
    const found = first.map(({ weighed }) => weighed.prediction);
    for (const [i, one] of more.entries()) {
      if (one === null) return null;
      found.push({ ...one, logOccam: found[i % first.length]?.logOccam ?? 0 });
    }
    return found.flatMap((one) => [one, ...twins.map((twin) => ({ ...one, ...twin }))]);
  }

  private *refine(candidates: readonly Explanation[]): Study<Found> {
    const { observed } = this;
    const possible = candidates.filter((one) => !isHopeless(observed, weigh(observed, one)));
    return (yield* this.simulated(possible, this.luck.replications)) ? candidates : null;
  }

  /** More replications of rows whose fit rests on a few of them; false: it was stopped. */
  *settle({ rows, otherStore }: RankedRows): Study<boolean> {
    const affordable = Math.floor(SETTLED_REQUESTS / this.requests);
    const replications = Math.min(MOST_SETTLED, affordable);
    const open = [...rows, ...otherStore].filter(({ isOpen }) => isOpen);
    return yield* this.simulated(
      open.map(({ head }) => head.prediction),
      Math.max(this.luck.replications, replications),
    );
  }

  /** Brings all to a number of replications, if they have not so many; false: it was stopped. */
  private *simulated(all: readonly Explanation[], replications: number): Study<boolean> {
    const trials = new Set(all.map(({ counts }) => this.trials.get(counts) as Trial));
    const done = yield* together([...trials].map((trial) => trial.upTo(replications)));
    return !done.includes(false);
  }

  private explanation(
    { mechanism, otherStore }: Measurement,
    base: ChangeSet,
    { parameter, changes }: Point,
  ): Explanation {
    const variant = this.variant(changed(base, changes), this.requests, this.luck);
    const trial = new Trial(this.subject, variant, mechanism.name);
    const { counts } = trial;
    this.trials.set(counts, trial);
    return { mechanism, parameter, otherStore, settings: variant.settings, counts };
  }

  private *brought(one: Explanation, replications: number): Study<Explanation | null> {
    return (yield* this.simulated([one], replications)) ? one : null;
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
