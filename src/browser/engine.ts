import { carryingOut, type OwnParts } from '../jobs/carry-out.js';
import type { KnownOverTime } from '../measure/known.js';
import type { ReplicationResult } from '../measure/result.js';
import { type Summary, summarise } from '../measure/summary.js';
import { changed, type FieldValue } from '../scenario/changed.js';
import { compile } from '../scenario/compile.js';
import type { Job, JobResult, ReplicationsResult, SimulationInput } from '../studies/job.js';
import type { Bound } from '../worlds/slices.js';

/**
 * The engine that a page carries: from a resolved scenario to figures, without Node and without the
 * packages that read and draw text. It carries jobs out as the command line does, by the same code.
 */

/** A scenario under one logger, as a page has it: JSON. */
export interface CarriedInput extends Omit<SimulationInput, 'numbers'> {
  readonly numbers: readonly (readonly [path: string, numbers: readonly number[]])[];
}

/** A scenario that is run anew, perhaps with other settings. */
export interface RunAsked {
  readonly kind: 'run';
  readonly input: CarriedInput;
  /** Fields that are to be different. */
  readonly fields: readonly FieldValue[];
  /** Numbers of the replications, in their order. */
  readonly replications: readonly number[];
  /** Whether to tell of the first of them what requests know. */
  readonly follows: boolean;
}

/** A job; one of replications is asked for as a run. */
export interface JobAsked {
  readonly kind: 'job';
  readonly job: Exclude<Job, { readonly kind: 'replications' | 'loss' }>;
}

/** One lost update of a scenario. */
export interface LossAsked {
  readonly kind: 'loss';
  readonly input: CarriedInput;
  /** In this replication, and which one of it, from 1. */
  readonly replication: number;
  readonly nth: number;
}

export type Asked = RunAsked | JobAsked | LossAsked;

/** What is known of a run so far. */
export interface RunSeen {
  readonly kind: 'run';
  /** Over the replications that are finished. */
  readonly summary: Summary;
  /** What requests know in the first of them: by model group that looks into a map. */
  readonly known: readonly KnownOverTime[];
  /** How many of them are finished. */
  readonly finished: number;
}

export type Seen = RunSeen | JobResult;

/**
 * Answers in slices of a few milliseconds: yields what is new, undefined where nothing is; resumed with a
 * bound, it stops.
 * @param own the user's own logger or strategy, where the question runs one
 * @throws as `carryingOut` does
 */
export function answering(
  asked: Asked,
  own: OwnParts = {},
): Generator<Seen | undefined, void, Bound | undefined> {
  switch (asked.kind) {
    case 'run':
      return runSeen(asked, own);
    case 'job':
      return jobSeen(asked.job, own);
    case 'loss': {
      const { replication, nth } = asked;
      const input = unpacked(asked.input, []);
      return jobSeen({ kind: 'loss', input, replication, nth, label: '', size: 0 }, own);
    }
  }
}

function* runSeen(
  { input: carried, fields, replications, follows }: RunAsked,
  own: OwnParts,
): Generator<RunSeen | undefined, void, Bound | undefined> {
  const input = unpacked(carried, fields);
  const { scenario, numbers, cuts_s } = input;
  const experiment = compile(scenario, { numbers, cuts_s, ...own });
  const finished: ReplicationResult[] = [];
  let known: readonly KnownOverTime[] = [];
  for (const number of replications) {
    const isFollowed = follows && finished.length === 0;
    const slices = carryingOut(
      {
        kind: 'replications',
        input,
        from: number,
        to: number + 1,
        ...(isFollowed && { follows: number }),
        label: '',
        size: 0,
      },
      own,
    );
    let slice = slices.next();
    while (slice.done !== true) {
      const stop = yield undefined;
      if (stop !== undefined) return;
      slice = slices.next();
    }
    const result = slice.value as ReplicationsResult;
    finished.push(...result.replications);
    known = result.known ?? known;
    const summary = summarise(experiment, finished, scenario.margin);
    if ((yield { kind: 'run', summary, known, finished: finished.length }) !== undefined) return;
  }
}

function* jobSeen(
  job: Job,
  own: OwnParts,
): Generator<JobResult | undefined, void, Bound | undefined> {
  const slices = carryingOut(job, own);
  let slice = slices.next();
  while (slice.done !== true) {
    const stop = yield undefined;
    if (stop !== undefined) return;
    slice = slices.next();
  }
  yield slice.value;
}

function unpacked(carried: CarriedInput, fields: readonly FieldValue[]): SimulationInput {
  const { scenario, numbers, ...rest } = carried;
  return {
    ...rest,
    scenario: changed(scenario, fields),
    numbers: new Map(numbers.map(([path, own]) => [path, Float64Array.from(own)])),
  };
}
