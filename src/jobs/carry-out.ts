import { longestCall } from '../effects/contract.js';
import { LoggerFault, Unsupported } from '../effects/fault.js';
import { LOGGERS } from '../loggers/index.js';
import { lossesKnown, type ReplicationResult, timeless } from '../measure/result.js';
import type { Experiment } from '../model/experiment.js';
import { Fleet } from '../model/fleet.js';
import { compile } from '../scenario/compile.js';
import type { Scenario } from '../scenario/schema.js';
import type { Logger } from '../strategies/lowest-latency/logger.js';
import type { CheckedStrategy } from '../strategies/own.js';
import { tooManyEvents } from '../studies/event-limit.js';
import { choicesReport, exploreReport, replayReport } from '../studies/explore/found.js';
import { programOf, programSettings } from '../studies/explore/settings.js';
import {
  type ChoicesJob,
  type ChoicesResult,
  type ExplorationJob,
  type ExplorationResult,
  type ExplorationsJob,
  type ExplorationsResult,
  type Job,
  type JobResult,
  type LossJob,
  type LossResult,
  loggerOf,
  type ReplicationsJob,
  type ReplicationsResult,
  type ScheduleJob,
  type ScheduleResult,
  type SimulationInput,
  strategyOf,
  type Unseen,
} from '../studies/job.js';
import { CommandError, failureOf, inputError, usageError } from '../text/failure.js';
import { choosing } from '../worlds/explore/choices.js';
import { recordOnce, requiringDeterminism } from '../worlds/explore/determinism.js';
import { exploring, replaying } from '../worlds/explore/explore.js';
import type { Program } from '../worlds/explore/program.js';
import { ScheduleError } from '../worlds/explore/runner.js';
import type { Observer, StepObserver } from '../worlds/simulate/journal.js';
import { KnownFollower } from '../worlds/simulate/known.js';
import { LossFinder, LossFollower, type Sighting } from '../worlds/simulate/lost-update.js';
import { MeasuredPace } from '../worlds/simulate/pace.js';
import { type ReplicationOptions, replicating, simulate } from '../worlds/simulate/simulation.js';
import type { Slices } from '../worlds/slices.js';
import type { JobProgress } from './executor.js';

/** What of a run is a user's own, from its file or given, and checked; undefined: the job says all about it. */
export interface OwnParts {
  readonly logger?: Logger | undefined;
  readonly strategy?: CheckedStrategy | undefined;
}

/** What a job cannot carry itself. */
export interface Tools extends OwnParts {
  /** Told every event; of a lost update, of the run in which it is followed. */
  readonly observer?: Observer;
  /** Told every step of a call, beside the events. */
  readonly steps?: StepObserver;
  /** Told which lost update is followed, before its events. */
  readonly sighted?: (sighting: Sighting) => void;
  /** The most memory that the job has held so far, in bytes. */
  readonly held?: () => number;
}

/** Carries out a job, in slices. */
type CarryingOut<Result> = Slices<Result, JobProgress>;

/**
 * Carries out a job of any kind.
 * @throws LoggerFault where the logger is at fault; CommandError for a run that is too long and for
 * an impossible schedule, and with the replication where one is at fault
 */
export function carryingOut(job: Job, given: Tools): CarryingOut<JobResult> {
  const logger = loggerOf(job);
  const strategy = strategyOf(job);
  const tools: Tools = {
    ...given,
    ...(logger.kind === 'given' && { logger: logger.own }),
    ...(strategy?.kind === 'given' && { strategy: strategy.own }),
  };
  switch (job.kind) {
    case 'replications':
      return replications(job, tools);
    case 'loss':
      return lossIn(job, tools);
    case 'exploration':
      return exploration(job, tools);
    case 'explorations':
      return explorations(job, tools);
    case 'schedule':
      return schedule(job, tools);
    case 'choices':
      return choices(job, tools);
  }
}

function experimentOf(
  { scenario, numbers, cuts_s, timings }: SimulationInput,
  { logger, strategy }: OwnParts,
): Experiment {
  const experiment = compile(scenario, { numbers, cuts_s, logger, strategy });
  if (timings === undefined) return experiment;
  const pace = (number: number) => new MeasuredPace(timings[number % timings.length] ?? []);
  return { ...experiment, pace };
}

function* replications(
  { input, from, to, follows, most, withoutTimes }: ReplicationsJob,
  { observer, steps, held, ...own }: Tools,
): CarryingOut<ReplicationsResult> {
  const experiment = experimentOf(input, own);
  const { name, summary } = experiment.logger;
  const finished: ReplicationResult[] = [];
  const follower = follows === undefined ? undefined : new KnownFollower(experiment, follows);
  let before = 0;
  let firstTook: number | undefined;
  let known: ReplicationsResult['known'];
  const run = function* (number: number, seen?: Observer): CarryingOut<ReplicationResult | null> {
    const options = seen === undefined ? {} : { observer: seen, ...(steps && { steps }) };
    try {
      const slices = replicating(experiment, number, options);
      let slice = slices.next();
      while (slice.done !== true) {
        const { part, occurrences } = slice.value;
        if (before + occurrences > input.maxEvents) {
          throw tooMany(before + occurrences, input, own);
        }
        slice = slices.next(yield { part: (finished.length + part) / (to - from) });
      }
      return slice.value ?? null;
    } catch (error) {
      // What went well before went another way now.
      if (finished.length === to - from && error instanceof LoggerFault) throw notTheSame(own);
      throw new CommandError(failureOf(error, number));
    }
  };
  for (let number = from; number < to; number++) {
    const isFollowed = number === follows;
    const result = yield* run(number, isFollowed ? both(observer, follower) : observer);
    if (result === null) break;
    if (isFollowed) known = follower?.result();
    finished.push(withoutTimes ? timeless(result) : result);
    before += result.occurrences;
    if (number === from) {
      firstTook = held?.();
      if (most !== undefined && before > most.occurrences) break;
      if (most !== undefined && firstTook !== undefined && firstTook > most.bytes) break;
    }
    if ((yield { part: finished.length / (to - from) }) !== undefined) break;
  }
  const [first] = finished;
  const isOwn = own.logger !== undefined || own.strategy !== undefined;
  if (isOwn && first !== undefined && finished.length === to - from) {
    // What it keeps between calls may happen to be as it was before: calls in between change it.
    try {
      callInBetween(experiment, input.scenario, own);
    } catch (error) {
      // What it does of another fleet is no matter here: whether it does the same again is.
      if (!(error instanceof LoggerFault)) throw error;
    }
    const again = yield* run(first.replication);
    if (again !== null && again.traceHash !== first.traceHash) throw notTheSame(own);
  }
  return {
    kind: 'replications',
    logger: { name, summary },
    strategy: experiment.strategy.name,
    replications: finished,
    ...(known !== undefined && { known }),
    ...(firstTook !== undefined && { firstTook }),
  };
}

/** Shows every event to whoever looks, and to who follows. */
function both(observer?: Observer, follower?: KnownFollower): Observer {
  return (event) => {
    observer?.(event);
    follower?.observe(event);
  };
}

/** Calls what is a user's own once more than the replications do: of a strategy, for one request. */
function callInBetween(
  experiment: Experiment,
  scenario: Scenario,
  { logger, strategy }: OwnParts,
): void {
  if (logger !== undefined) recordOnce(smallestOf(scenario, logger));
  if (strategy === undefined) return;
  const single = { ...experiment, warmup_s: 0, requestLimit: 1, replications: 1 };
  simulate(single);
}

/** One completion, on the store of a scenario. */
function smallestOf({ store, router, logger: { retries } }: Scenario, logger: Logger): Program {
  const settings = { tasks: 1, store: store.kind, profile: router.profile, retries };
  return programOf(programSettings(settings), logger);
}

/** A run that is too long; where one call of a user's own has gone round and round in it, that is said first. */
function tooMany(
  events: number,
  { maxEvents }: SimulationInput,
  { logger, strategy }: OwnParts,
): Error {
  const error = tooManyEvents(events, maxEvents);
  const own = [logger, strategy].flatMap((one) => one ?? []);
  const [longest] = own
    .flatMap((one) => longestCall(one) ?? [])
    .sort((a, b) => b.effects - a.effects);
  if (longest === undefined) return error;
  const { part, name, method, effects, told } = longest;
  const { message, remedy } = error.failure;
  return inputError(
    `${part} '${name}': one call of ${method}() has yielded ${effects} effects${told}; ${message}`,
    `if it loops, ${longest.remedy}; else ${remedy}`,
  );
}

/** What keeps something between calls, or draws its own random numbers. Of two, nobody knows which. */
function notTheSame({ logger, strategy }: OwnParts): LoggerFault {
  const part = logger === undefined ? 'strategy' : 'logger';
  const name = (logger ?? strategy)?.name ?? '';
  const both = logger !== undefined && strategy !== undefined;
  const it = both ? `it, or strategy '${strategy.name}',` : 'it';
  return new LoggerFault(
    name,
    `${it} is not deterministic: the same replication gave another result when it was run again`,
    'use no clock, no random numbers, nothing kept between calls: ask for everything by effects',
    part,
  );
}

/** Runs the replication until the update in question is lost, then again to follow it alone. */
function* lossIn(
  { input, replication, nth }: LossJob,
  { observer, steps, sighted, ...own }: Tools,
): CarryingOut<LossResult> {
  const experiment = experimentOf(input, own);
  const finder = new LossFinder(nth);
  let occurrences = 0;
  let unseen: Unseen | undefined;
  /** @returns whether it was stopped */
  const run = function* (options: ReplicationOptions, enough: () => boolean): CarryingOut<boolean> {
    const before = occurrences;
    const slices = replicating(experiment, replication, options);
    let slice = slices.next();
    while (slice.done !== true) {
      occurrences = before + slice.value.occurrences;
      if (enough()) return false;
      if (occurrences > input.maxEvents) throw tooMany(occurrences, input, own);
      slice = slices.next(yield { part: slice.value.part });
    }
    if (slice.value === undefined) return true;
    occurrences = before + slice.value.occurrences;
    unseen = unseenIn(slice.value);
    return false;
  };
  const found = () => finder.found !== undefined;
  const stopped = yield* run({ observer: (event) => finder.observe(event) }, found);
  const base = { kind: 'loss', logger: experiment.logger.name, seen: finder.seen } as const;
  if (finder.found === undefined) {
    const rest = unseen === undefined ? {} : { unseen };
    return { ...base, loss: null, occurrences, partial: stopped, ...rest };
  }
  const follower = new LossFollower(finder.found, fleetOf(finder.found, experiment).index);
  unseen = undefined;
  sighted?.(finder.found);
  const both: Observer = (event, look) => {
    follower.observe(event, look);
    observer?.(event);
  };
  const partial = yield* run({ observer: both, ...(steps && { steps }) }, () => false);
  // What was overwritten need not have been lost, in a form of the logger's own.
  const after = unseen as Unseen | undefined;
  if (after?.lostKnown === false)
    return { ...base, seen: 0, loss: null, occurrences, partial, unseen: after };
  return { ...base, loss: follower.result, occurrences, partial };
}

/** What keeps samples from selects in a replication. */
function unseenIn({ replication, modelGroups }: ReplicationResult): Unseen {
  let [lost, abandoned, stale] = [0, 0, 0];
  const known = lossesKnown(modelGroups);
  for (const { samples, causes } of modelGroups) {
    lost += samples.lost;
    abandoned += samples.abandoned;
    stale += causes.stale;
  }
  return {
    lost,
    abandoned,
    stale,
    staleIn: stale > 0 ? replication : null,
    ...(!known && { lostKnown: false as const }),
  };
}

function fleetOf({ victim }: NonNullable<LossFinder['found']>, { modelGroups }: Experiment): Fleet {
  const { groups } = modelGroups.find(
    ({ name }) => name === victim.modelGroup,
  ) as Experiment['modelGroups'][number];
  return new Fleet(groups);
}

function* exploration(job: ExplorationJob, { logger }: Tools): CarryingOut<ExplorationResult> {
  const program = programOf(job.program, logger ?? shipped(job.logger.name));
  if (logger !== undefined) yield* requiringDeterminism(program);
  try {
    const result = yield* exploring(program, job.options);
    return { kind: 'exploration', report: exploreReport(result, job.options) };
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    return { kind: 'exploration', report: null, unsupported: failureOf(error) };
  }
}

function* explorations(
  { programs, ...job }: ExplorationsJob,
  tools: Tools,
): CarryingOut<ExplorationsResult> {
  const results: ExplorationResult[] = [];
  for (const program of programs) {
    const part = (states: number) =>
      (results.length + Math.min(states / job.options.maxStates, 1)) / programs.length;
    const slices = exploration({ ...job, kind: 'exploration', program }, tools);
    let slice = slices.next();
    while (slice.done !== true) {
      slice = slices.next(yield { part: part(slice.value.states ?? 0) });
    }
    results.push(slice.value);
    if (slice.value.report?.bound === 'interrupted') break;
    if ((yield { part: part(0) }) === 'interrupted') break;
  }
  return { kind: 'explorations', results };
}

function* schedule(job: ScheduleJob, { logger }: Tools): CarryingOut<ScheduleResult> {
  const program = programOf(job.program, logger ?? shipped(job.logger.name));
  if (logger !== undefined) yield* requiringDeterminism(program);
  try {
    const replayed = yield* replaying(program, job.schedule, job.options);
    return { kind: 'schedule', report: replayReport(replayed) };
  } catch (error) {
    throw error instanceof ScheduleError ? usageError(error.message, error.remedy) : error;
  }
}

function* choices(job: ChoicesJob, { logger }: Tools): CarryingOut<ChoicesResult> {
  const program = programOf(job.program, logger ?? shipped(job.logger.name));
  if (logger !== undefined) yield* requiringDeterminism(program);
  try {
    const found = yield* choosing(program, job.options);
    return { kind: 'choices', report: found === null ? null : choicesReport(found) };
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    return { kind: 'choices', report: null };
  }
}

function shipped(name: string): Logger {
  return LOGGERS.find((one) => one.name === name) as Logger;
}
