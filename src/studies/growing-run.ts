import type { StatedExpectation } from '../expectation/expectation.js';
import { judgeOnce } from '../expectation/judge.js';
import type { Judgement } from '../expectation/judgement.js';
import { EXPECTATION_KINDS, type ExpectationKinds } from '../expectation/kinds/index.js';
import { layoutOf } from '../expectation/layout.js';
import { DEFAULT_CONFIDENCE } from '../expectation/spending.js';
import type { KnownOverTime } from '../measure/known.js';
import {
  alphaOf,
  type Precision,
  type PrecisionAsked,
  type PrecisionReached,
  precisionOf,
} from '../measure/precision/precision.js';
import type { ReplicationResult } from '../measure/result.js';
import { type Summary, summarise } from '../measure/summary.js';
import type { Experiment } from '../model/experiment.js';
import { stoppedAlpha } from '../stats/looks.js';
import { type Basis, basisOf, estimatedEvents, tooManyEvents } from './event-limit.js';
import { fitting, isTried, limited, tried } from './first-replication.js';
import {
  type EventsFile,
  isShipped,
  type Job,
  JobFailure,
  type ReplicationsJob,
  type ReplicationsResult,
  type SimulationInput,
} from './job.js';
import { type NeededMemory, neededMemory, requireMemory } from './memory-limit.js';
import { outlineOf, replicationJobs } from './replications.js';
import { carriedOut, type Span, type Study, together } from './study.js';

/** What is asked of a run. */
export interface RunQuestion {
  readonly input: SimulationInput;
  /** Runs this replication alone, by its number from 0. */
  readonly only: number | undefined;
  /** What it is judged by. */
  readonly expectations: readonly StatedExpectation[];
  /** The kinds that these are of; by default those that come with latsim. */
  readonly kinds?: ExpectationKinds;
  /** Get every event. */
  readonly events?: readonly EventsFile[] | undefined;
  /** Whether to tell what requests know in the first of its replications; by default not. */
  readonly followed?: boolean | undefined;
  /** Nobody looks at how long something took; by default somebody may. */
  readonly withoutTimes?: boolean | undefined;
  /** What is at work, for whoever watches; by default the logger. */
  readonly label?: string;
}

/** The answer. */
export interface RunFound {
  readonly summary: Summary;
  /** Of each expectation. */
  readonly judgements: readonly Judgement[];
  readonly logger: { readonly name: string; readonly summary: string };
  /** The name of the strategy. */
  readonly strategy: string;
  /** Stopped before all replications were finished. */
  readonly partial: boolean;
  /** How precise it is, where it was asked to be. */
  readonly precision?: Precision;
  /** What requests know, where that was asked for and came about: by model group that looks into a map. */
  readonly known?: readonly KnownOverTime[];
}

/** A run, to which replications are added until somebody has enough of them. */
export class GrowingRun {
  readonly input: SimulationInput;
  /** What its input is compiled to. */
  readonly outline: Experiment;
  private readonly results: (ReplicationsResult | undefined)[] = [];
  private asked = 0;
  /** What a user's own logger turned out to need. */
  private each: number | undefined;

  constructor(private readonly question: RunQuestion) {
    this.input = question.input;
    this.outline = outlineOf(question.input);
  }

  /** What so many replications need at once. */
  neededFor(replications: number): NeededMemory {
    const needed = neededMemory(this.outline, this.input.logger, replications);
    return { ...needed, each: this.each ?? needed.each };
  }

  get finished(): readonly ReplicationResult[] {
    return this.results.flatMap((result) => result?.replications ?? []);
  }

  /** Stopped before all replications that were asked for were finished. */
  get partial(): boolean {
    return this.finished.length < this.asked;
  }

  /** Of all finished replications. */
  get occurrences(): number {
    return this.finished.reduce((sum, one) => sum + one.occurrences, 0);
  }

  /**
   * Has it run until there are so many replications; or the only one that is asked for.
   * @param heldBeside what is held meanwhile of the results of other runs, in bytes
   * @param note what is known so far, for whoever watches
   * @throws JobFailure for a run that is too long from the beginning on, CommandError for one that needs too
   * much memory
   */
  *extend(replications: number, heldBeside = 0, note?: string): Study<void> {
    const { question, outline } = this;
    const { label: name = question.input.logger.name } = question;
    const label = note === undefined ? name : `${name}, ${note}`;
    const { only, events = [], followed = false, withoutTimes = false } = question;
    const { maxEvents, maxMemory_MB } = question.input;
    const from = this.asked;
    const numbers =
      only === undefined ? Array.from({ length: replications - from }, (_, i) => from + i) : [only];
    this.asked = replications;
    const own = this.neededFor(replications);
    const needed = { ...own, results: own.results + heldBeside };
    const run = { input: fitting(question.input, needed), replications, needed };
    const estimate = estimatedEvents(outline, replications, maxEvents);
    const each = estimate / replications;
    const jobsOf = (input: SimulationInput): readonly ReplicationsJob[] => {
      const all = replicationJobs(input, numbers, each, label).map((job, i) => ({
        ...job,
        ...(followed && from === 0 && i === 0 && { follows: job.from }),
        ...(withoutTimes && { withoutTimes }),
      }));
      return events.length === 0 ? all : [inOne(all, events)];
    };
    if (from > 0) {
      this.results.push(...(yield* carriedOut(jobsOf(run.input))));
      return;
    }
    const jobs = jobsOf(run.input);
    const shipped = isShipped(question.input);
    requireAtMost(maxEvents, isTried(run) ? each : estimate, jobs, basisOf(shipped));
    requireMemory(needed, maxMemory_MB, shipped ? undefined : 'unlocked');
    let others = jobs;
    if (isTried(run)) {
      const first = limited(jobs[0] as ReplicationsJob, run);
      this.results.push(...(yield* carriedOut([first], [0, 1 / jobs.length])));
      this.each = this.results[0]?.firstTook;
      others = jobsOf(tried(first, this.results[0], run)).slice(1);
    }
    this.results.push(...(yield* carriedOut(others, [this.results.length / jobs.length, 1])));
    requireAtMost(maxEvents, this.occurrences, jobs);
  }

  /** How well it knows so far what is asked for. */
  knows(asked: PrecisionAsked): PrecisionReached {
    return precisionOf(asked, this.outline, this.finished);
  }

  /** What it has come to. @param precision absent: it was not asked to be precise */
  found(precision?: Precision): RunFound {
    const { question, outline, results, finished, partial } = this;
    const { only, expectations, kinds = EXPECTATION_KINDS } = question;
    const { margin } = question.input.scenario;
    const known = results.find((result) => result?.known !== undefined)?.known;
    const evidence = {
      counts: finished,
      layout: layoutOf(outline),
      complete: !partial && only === undefined,
      margin,
    };
    const confidence =
      precision === undefined ? DEFAULT_CONFIDENCE : 1 - stoppedAlpha(1 - DEFAULT_CONFIDENCE);
    return {
      judgements: judgeOnce(expectations, evidence, confidence, kinds),
      summary: summarise(outline, finished, margin, alphaOf({ precision })),
      logger: results[0]?.logger ?? { name: question.input.logger.name, summary: '' },
      strategy: results[0]?.strategy ?? question.input.strategy?.name ?? outline.strategy.name,
      partial,
      ...(precision !== undefined && { precision }),
      ...(known !== undefined && { known }),
    };
  }
}

/** All replications in one job, as their events go into one file in order. */
function inOne(jobs: readonly ReplicationsJob[], events: readonly EventsFile[]): ReplicationsJob {
  const first = jobs[0] as ReplicationsJob;
  const last = jobs[jobs.length - 1] as ReplicationsJob;
  const size = jobs.reduce((sum, job) => sum + job.size, 0);
  return { ...first, to: last.to, size, events };
}

/** @throws JobFailure for a run that is too long */
function requireAtMost(
  maxEvents: number,
  occurrences: number,
  [first]: readonly Job[],
  basis?: Basis,
): void {
  if (occurrences <= maxEvents) return;
  throw new JobFailure(first as Job, tooManyEvents(occurrences, maxEvents, basis).failure);
}

/**
 * Has several runs go on side by side until each has so many replications; the results of all are held in
 * the end.
 * @param note what is known so far, for whoever watches
 * @param ahead what is likely to be asked of them afterwards, in occurrences
 */
export function* growing(
  runs: readonly GrowingRun[],
  replications: number,
  {
    span,
    note,
    ahead,
  }: { readonly span?: Span; readonly note?: string; readonly ahead?: number } = {},
): Study<void> {
  const held = runs.map((run) => run.neededFor(replications).results);
  const all = held.reduce((sum, one) => sum + one, 0);
  yield* together(
    runs.map((run, i) => run.extend(replications, all - (held[i] as number), note)),
    span,
    ahead,
  );
}
