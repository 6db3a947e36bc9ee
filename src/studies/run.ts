import type { StatedExpectation } from '../expectation/expectation.js';
import { judgeOnce } from '../expectation/judge.js';
import type { Judgement } from '../expectation/judgement.js';
import { EXPECTATION_KINDS, type ExpectationKinds } from '../expectation/kinds/index.js';
import { layoutOf } from '../expectation/layout.js';
import { DEFAULT_CONFIDENCE } from '../expectation/spending.js';
import type { KnownOverTime } from '../measure/known.js';
import type { ReplicationResult } from '../measure/result.js';
import { type Summary, summarise } from '../measure/summary.js';
import type { Experiment } from '../model/experiment.js';
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
import { neededMemory, requireMemory } from './memory-limit.js';
import { outlineOf, replicationJobs } from './replications.js';
import { carriedOut, type Study, together } from './study.js';

/** What is asked of a run. */
export interface RunQuestion {
  readonly input: SimulationInput;
  /** Runs this replication alone, by its number from 0. */
  readonly only: number | undefined;
  /** What it is judged by. */
  readonly expectations: readonly StatedExpectation[];
  /** The kinds that these are of; by default those that come with latsim. */
  readonly kinds?: ExpectationKinds;
  readonly events?: EventsFile | undefined;
  /** Whether to tell what requests know in the first of its replications; by default not. */
  readonly followed?: boolean | undefined;
  /** What is at work, for whoever watches; by default the logger. */
  readonly label?: string;
  /** What is held meanwhile of the results of other runs, in bytes; by default nothing is. */
  readonly heldBeside?: number;
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
  /** What requests know, where that was asked for and came about: by model group that looks into a map. */
  readonly known?: readonly KnownOverTime[];
}

/** Replications of a run, carried out. */
export interface Replicated {
  /** What its input is compiled to. */
  readonly outline: Experiment;
  /** Of its jobs, in their order; undefined where one was not begun. */
  readonly results: readonly (ReplicationsResult | undefined)[];
  /** In their order. */
  readonly finished: readonly ReplicationResult[];
  /** Whether all of them were. */
  readonly done: boolean;
}

/**
 * Carries out the replications of a run, within its limits.
 * @throws JobFailure for a run that is too long, CommandError for one that needs too much memory
 */
export function* gatheringReplications(
  question: Omit<RunQuestion, 'expectations' | 'kinds'>,
): Study<Replicated> {
  const { only, events, heldBeside = 0, followed = false } = question;
  const { maxEvents, maxMemory_MB, logger } = question.input;
  const { label = logger.name } = question;
  const outline = outlineOf(question.input);
  const numbers =
    only === undefined ? Array.from({ length: outline.replications }, (_, i) => i) : [only];
  const own = neededMemory(outline, logger, numbers.length);
  const needed = { ...own, results: own.results + heldBeside };
  const run = { input: fitting(question.input, needed), replications: numbers.length, needed };
  const estimate = estimatedEvents(outline, numbers.length, maxEvents);
  const each = estimate / numbers.length;
  const jobsOf = (input: SimulationInput): readonly ReplicationsJob[] => {
    const all = replicationJobs(input, numbers, each, label).map((job, i) =>
      followed && i === 0 ? { ...job, follows: job.from } : job,
    );
    return events === undefined ? all : [inOne(all, events)];
  };
  const jobs = jobsOf(run.input);
  const shipped = isShipped(question.input);
  requireAtMost(maxEvents, isTried(run) ? each : estimate, jobs, basisOf(shipped));
  requireMemory(needed, maxMemory_MB, shipped ? undefined : 'unlocked');
  const results: (ReplicationsResult | undefined)[] = [];
  let others = jobs;
  if (isTried(run)) {
    const first = limited(jobs[0] as ReplicationsJob, run);
    results.push(...(yield* carriedOut([first], [0, 1 / jobs.length])));
    others = jobsOf(tried(first, results[0], run)).slice(1);
  }
  results.push(...(yield* carriedOut(others, [results.length / jobs.length, 1])));
  const finished = results.flatMap((result) => result?.replications ?? []);
  requireAtMost(
    maxEvents,
    finished.reduce((sum, one) => sum + one.occurrences, 0),
    jobs,
  );
  return { outline, results, finished, done: finished.length === numbers.length };
}

/**
 * Where does the traffic of a scenario go, and does that hold what is expected?
 * @throws JobFailure for a run that is too long, CommandError for one that needs too much memory
 */
export function* running(question: RunQuestion): Study<RunFound> {
  const { input, only, expectations, kinds = EXPECTATION_KINDS } = question;
  const { scenario, logger } = input;
  const { outline, results, finished, done } = yield* gatheringReplications(question);
  const known = results.find((result) => result?.known !== undefined)?.known;
  const evidence = {
    counts: finished,
    layout: layoutOf(outline),
    complete: done && only === undefined,
    margin: scenario.margin,
  };
  return {
    judgements: judgeOnce(expectations, evidence, DEFAULT_CONFIDENCE, kinds),
    summary: summarise(outline, finished, scenario.margin),
    logger: results[0]?.logger ?? { name: logger.name, summary: '' },
    strategy: results[0]?.strategy ?? input.strategy?.name ?? outline.strategy.name,
    partial: !done,
    ...(known !== undefined && { known }),
  };
}

/** All replications in one job, as their events go into one file in order. */
function inOne(jobs: readonly ReplicationsJob[], events: EventsFile): ReplicationsJob {
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

/** The loggers that are compared where none are named, the first as the baseline. */
export const DEFAULT_COMPARED: readonly string[] = ['unlocked', 'locked', 'atomic'];

/** The same for several loggers, on the same random numbers; the results of all are held in the end. */
export function* comparing(questions: readonly RunQuestion[]): Study<readonly RunFound[]> {
  const held = questions.map(({ input, only }) => {
    const outline = outlineOf(input);
    const replications = only === undefined ? outline.replications : 1;
    return neededMemory(outline, input.logger, replications).results;
  });
  const all = held.reduce((sum, one) => sum + one, 0);
  return yield* together(
    questions.map((question, i) => running({ ...question, heldBeside: all - (held[i] as number) })),
  );
}
