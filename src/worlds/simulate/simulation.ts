import type { ReplicationResult } from '../../measure/result.js';
import type { Experiment } from '../../model/experiment.js';
import { type Slices, toItsEnd } from '../slices.js';
import type { Observer, StepObserver } from './journal.js';
import { Replication } from './replication.js';

/** Occurrences per slice: a few milliseconds of work. */
const SLICE = 5_000;

/** How far a replication is. */
export interface ReplicationProgress {
  /** Finished part of its virtual time, 0..1. */
  readonly part: number;
  /** Occurrences in virtual time so far. */
  readonly occurrences: number;
}

export interface ReplicationOptions {
  readonly observer?: Observer;
  readonly steps?: StepObserver;
  /** Occurrences per slice; 1 or more. */
  readonly slice?: number;
}

/**
 * Runs one replication, by its number from 0: the same whichever others are run with it.
 * @returns what came out; undefined if it was stopped
 * @throws LoggerFault where the logger breaks its contract
 */
export function* replicating(
  experiment: Experiment,
  number: number,
  { observer, steps, slice = SLICE }: ReplicationOptions = {},
): Slices<ReplicationResult | undefined, ReplicationProgress> {
  const replication = new Replication(experiment, number, observer, steps);
  const { clock } = replication;
  while (!replication.advance(slice)) {
    const part = clock.now_s / experiment.duration_s;
    if ((yield { part, occurrences: clock.happened }) !== undefined) return undefined;
  }
  return replication.result();
}

export interface SimulationOptions {
  /** Runs this replication alone (from 0). */
  readonly only?: number;
  readonly observer?: Observer;
}

/** Runs all replications of an experiment to their end. */
export function simulate(
  experiment: Experiment,
  { only, observer }: SimulationOptions = {},
): readonly ReplicationResult[] {
  const numbers =
    only === undefined ? Array.from({ length: experiment.replications }, (_, i) => i) : [only];
  const options = observer === undefined ? {} : { observer };
  return numbers.map(
    (number) => toItsEnd(replicating(experiment, number, options)) as ReplicationResult,
  );
}
