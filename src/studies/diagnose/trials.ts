import type { Counts } from '../../stats/dirichlet-multinomial.js';
import { type Span, type Study, together } from '../study.js';
import { isRefuted } from './borne-out.js';
import { type ChangeSet, changed } from './change-set.js';
import type { Bearing, Evidence } from './evidence.js';
import { weigh } from './explanations.js';
import { changeIn, isFarMore, type SplitChange } from './in-time.js';
import type { Explanation, RankedRows } from './judgement.js';
import type { Measurement } from './measurements.js';
import type { Point } from './mechanism.js';
import { finalists, isHopeless, screened, screeningOf } from './search.js';
import type { Subject } from './subject.js';
import { Trial } from './trial.js';
import { type Replications, requiredVariant } from './variant.js';

/** Rows whose fit rests on a few replications get so many, of so many requests together. */
const MOST_SETTLED = 1000;
const SETTLED_REQUESTS = 400_000;

/** What a mechanism comes to at the likeliest values of its parameter; null: it was stopped. */
export type Tryout = readonly Explanation[] | null;

/** What the mechanisms predict, simulated as far as it takes to judge them by what was observed. */
export class Trials {
  /** By what they have counted so far. */
  private readonly trials = new Map<readonly Counts[], Trial>();
  /** Where the log's split changes more than by chance; null: it does not. */
  readonly change: SplitChange | null;

  constructor(
    private readonly subject: Subject,
    private readonly luck: Replications,
    private readonly observed: Counts,
    private readonly requests: number,
    private readonly evidence: Evidence,
  ) {
    this.change = evidence.log === null ? null : changeIn(evidence.log);
  }

  /** Tries mechanisms with few replications. */
  screenAll(tasks: readonly Measurement[], close: number, span: Span): Study<readonly Tryout[]> {
    return together(
      tasks.map((task) => this.screen(task, close)),
      span,
    );
  }

  /** Brings what may explain the observation to all replications. */
  refineAll(found: readonly Tryout[], span: Span): Study<readonly Tryout[]> {
    return together(
      found.map((one) => this.refine(one ?? [])),
      span,
    );
  }

  /** The values of its parameter are searched under the first circumstance; the likeliest are tried under all. */
  private *screen(task: Measurement, close: number): Study<Tryout> {
    const { grid, bases, twins } = task;
    const { subject, evidence, observed, requests, luck } = this;
    const few = Math.min(luck.replications, screeningOf(requests));
    const bearings = new Map(
      [task, ...twins].map(({ mechanism }) => {
        return [mechanism, mechanism.bearing?.(evidence, subject) ?? null];
      }),
    );
    const isOut = [...bearings.values()].every((bearing) => isRefuted({ bearing }));
    const [usual = [], ...unusual] = bases;
    const under = (base: ChangeSet) => (point: Point, replications: number) =>
      this.brought(this.explanation(task, base, point), replications);
    // Of what is out already, that is shown beside the others, a rough prediction will do.
    const tried = yield* screened(observed, grid, under(usual), few, isOut ? 0 : close);
    if (tried === null) return null;
    const first = finalists(observed, grid, tried);
    const more = yield* together(
      (isOut ? [] : unusual).flatMap((base) => first.map(({ point }) => under(base)(point, few))),
    );
    const found = first.map(({ weighed }) => weighed.prediction);
    for (const [i, one] of more.entries()) {
      if (one === null) return null;
      found.push({ ...one, logOccam: found[i % first.length]?.logOccam ?? 0 });
    }
    const all = found.flatMap((one) => [one, ...twins.map((twin) => ({ ...one, ...twin }))]);
    const inTime = this.inTime(found);
    return all.map((one) => {
      const bearing = bearings.get(one.mechanism) ?? null;
      return { ...one, bearing: isRefuted({ bearing }) ? bearing : (inTime ?? bearing) };
    });
  }

  /** Whether the log changes as it never does under any of these; null: it may. */
  private inTime(found: readonly Explanation[]): Bearing | null {
    const { change } = this;
    if (change === null) return null;
    const trials = found.map(({ counts }) => this.trials.get(counts) as Trial);
    const may = trials.some(({ changes }) => changes.length === 0 || !isFarMore(change, changes));
    return may
      ? null
      : { kind: 'excluded', because: 'the split changes half-way, and not so here' };
  }

  private *refine(candidates: readonly Explanation[]): Study<Tryout> {
    const { observed } = this;
    const possible = candidates.filter(
      (one) => !isRefuted(one) && !isHopeless(observed, weigh(observed, one)),
    );
    return (yield* this.simulated(possible, this.luck.replications)) ? candidates : null;
  }

  /** Rows that may get more replications, as what they come to rests on a few of them. */
  unsettled({ rows, otherStore }: RankedRows): Explanation[] {
    return [...rows, ...otherStore]
      .filter(({ isOpen, replications }) => isOpen && replications < this.settled)
      .map(({ head }) => head.prediction)
      .filter((one) => !isRefuted(one));
  }

  /** Gives them to such rows; false: it was stopped. */
  settle(unsettled: readonly Explanation[]): Study<boolean> {
    return this.simulated(unsettled, this.settled);
  }

  private get settled(): number {
    const affordable = Math.floor(SETTLED_REQUESTS / this.requests);
    return Math.max(this.luck.replications, Math.min(MOST_SETTLED, affordable));
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
    const variant = requiredVariant(this.subject, changed(base, changes), this.requests, this.luck);
    const trial = new Trial(this.subject, variant, mechanism.name);
    const { counts } = trial;
    this.trials.set(counts, trial);
    return { mechanism, parameter, otherStore, settings: variant.settings, counts };
  }

  private *brought(one: Explanation, replications: number): Study<Explanation | null> {
    return (yield* this.simulated([one], replications)) ? one : null;
  }
}
