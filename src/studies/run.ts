import type { StatedExpectation } from '../expectation/expectation.js';
import { judgeOnce } from '../expectation/judge.js';
import type { Judgement } from '../expectation/judgement.js';
import { EXPECTATION_KINDS, type ExpectationKinds } from '../expectation/kinds/index.js';
import { layoutOf } from '../expectation/layout.js';
import { DEFAULT_CONFIDENCE } from '../expectation/spending.js';
import { type Summary, summarise } from '../measure/summary.js';
import { type Basis, basisOf, estimatedEvents, MOST_TIMES, tooManyEvents } from './event-limit.js';
import {
  type EventsFile,
  type Job,
  JobFailure,
  type ReplicationsJob,
  type SimulationInput,
} from './job.js';
import { requireMemory } from './memory-limit.js';
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
}

/** The answer. */
export interface RunFound {
  readonly summary: Summary;
  /** Of each expectation. */
  readonly judgements: readonly Judgement[];
  readonly logger: { readonly name: string; readonly summary: string };
  /** Stopped before all replications were finished. */
  readonly partial: boolean;
}

/**
 * Where does the traffic of a scenario go, and does that hold what is expected?
 * @throws JobFailure for a run that is too long, CommandError for one that needs too much memory
 */
export function* running(question: RunQuestion): Study<RunFound> {
  const { input, only, expectations, kinds = EXPECTATION_KINDS, events } = question;
  const { maxEvents, scenario } = input;
  const outline = outlineOf(input);
  const numbers =
    only === undefined ? Array.from({ length: outline.replications }, (_, i) => i) : [only];
  const isShipped = input.logger.kind === 'shipped';
  const estimate = estimatedEvents(outline, numbers.length, maxEvents);
  const jobsOf = (some: readonly number[]) =>
    replicationJobs(input, some, estimate / numbers.length, input.logger.name);
  const jobs = jobsOf(numbers);
  requireAtMost(maxEvents, estimate, jobs, basisOf(isShipped));
  requireMemory(input, outline, numbers.length);
  const isTried = !isShipped && numbers.length > 1 && estimate * MOST_TIMES > maxEvents;
  const tried = isTried ? yield* carriedOut(jobsOf(numbers.slice(0, 1))) : [];
  const [first] = tried.flatMap((result) => result?.replications ?? []);
  if (first !== undefined) {
    requireAtMost(maxEvents, first.occurrences * numbers.length, jobs, 'its first replication');
  }
  const results =
    events !== undefined
      ? yield* carriedOut([inOne(jobs, events)])
      : [...tried, ...(yield* carriedOut(isTried ? jobsOf(numbers.slice(1)) : jobs))];
  const finished = results.flatMap((result) => result?.replications ?? []);
  requireAtMost(
    maxEvents,
    finished.reduce((sum, one) => sum + one.occurrences, 0),
    jobs,
  );
  const done = finished.length === numbers.length;
  const evidence = {
    counts: finished,
    layout: layoutOf(outline),
    complete: done && only === undefined,
    margin: scenario.margin,
  };
  return {
    judgements: judgeOnce(expectations, evidence, DEFAULT_CONFIDENCE, kinds),
    summary: summarise(outline, finished, scenario.margin),
    logger: results[0]?.logger ?? { name: input.logger.name, summary: '' },
    partial: !done,
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

/** The same for several loggers, on the same random numbers. */
export function* comparing(questions: readonly RunQuestion[]): Study<readonly RunFound[]> {
  return yield* together(questions.map(running));
}
