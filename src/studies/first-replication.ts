import { tooManyEvents } from './event-limit.js';
import {
  isShipped,
  JobFailure,
  type ReplicationsJob,
  type ReplicationsResult,
  type SimulationInput,
} from './job.js';
import { memoryOf, type NeededMemory, requireMemory, roomFor } from './memory-limit.js';

/*
 * Of a user's own logger nothing is known before it runs. So the first job of its run goes before the
 * others, winds up after its first replication where that has too much, and says what it took.
 */

/** A run of a user's own logger, of which the first job is to be begun. */
export interface Untried {
  readonly input: SimulationInput;
  readonly replications: number;
  /** Under `unlocked`; with all the results that are held beside its own. */
  readonly needed: NeededMemory;
}

/** Whether a run is judged by its first replication. */
export function isTried({ input, replications }: Untried): boolean {
  return !isShipped(input) && replications > 1;
}

/** The first job of a run, within what one of so many replications may take. */
export function limited(
  job: ReplicationsJob,
  { input, replications, needed }: Untried,
): ReplicationsJob {
  const occurrences = input.maxEvents / replications;
  return { ...job, most: { occurrences, bytes: roomFor(needed.results, input.maxMemory_MB) } };
}

/**
 * The input of the other jobs, by what the first replication took.
 * @param result undefined where it was stopped
 * @throws JobFailure for a run that is too long, CommandError for one that needs too much memory
 */
export function tried(
  job: ReplicationsJob,
  result: ReplicationsResult | undefined,
  { input, replications, needed }: Untried,
): SimulationInput {
  const basis = 'its first replication';
  const events = (result?.replications[0]?.occurrences ?? 0) * replications;
  if (events > input.maxEvents) {
    throw new JobFailure(job, tooManyEvents(events, input.maxEvents, basis).failure);
  }
  const measured = { ...needed, each: result?.firstTook ?? needed.each };
  requireMemory(measured, input.maxMemory_MB, basis);
  return fitting(input, measured);
}

/** An input of which as many replications go on at a time as fit. */
export function fitting(input: SimulationInput, needed: NeededMemory): SimulationInput {
  return { ...input, memory: memoryOf(needed, input.maxMemory_MB) };
}
