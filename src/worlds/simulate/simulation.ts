import type { ReplicationResult } from '../../measure/result.js';
import type { Experiment } from '../../model/experiment.js';
import type { Observer } from './journal.js';
import { Replication } from './replication.js';

/** Occurrences per slice when nothing else is asked for: a few milliseconds of work. */
export const DEFAULT_SLICE = 20_000;

export interface SimulationOptions {
  /** Runs this replication alone (from 0). */
  readonly only?: number;
  readonly observer?: Observer;
}

/**
 * A set of replications that is advanced in slices, so that whoever runs it can show progress and
 * stop. Replications are independent of one another and of the order in which they are run.
 */
export class Simulation {
  /** The replications that are finished, in order. */
  readonly finished: ReplicationResult[] = [];
  private current: Replication | undefined;
  private readonly numbers: readonly number[];
  private occurrencesBefore = 0;

  constructor(
    readonly experiment: Experiment,
    private readonly options: SimulationOptions = {},
  ) {
    const { only } = options;
    this.numbers =
      only === undefined ? Array.from({ length: experiment.replications }, (_, i) => i) : [only];
  }

  /** Finished part of the work, 0..1. */
  get progress(): number {
    const { current } = this;
    const part = current === undefined ? 0 : current.clock.now_s / this.experiment.duration_s;
    return (this.finished.length + part) / this.numbers.length;
  }

  /** Occurrences in virtual time so far, over all replications. */
  get occurrences(): number {
    return this.occurrencesBefore + (this.current?.clock.happened ?? 0);
  }

  get done(): boolean {
    return this.finished.length === this.numbers.length;
  }

  /** Goes on for at most `slice` occurrences; gives `done`. */
  advance(slice = DEFAULT_SLICE): boolean {
    const number = this.numbers[this.finished.length];
    if (number === undefined) return true;
    this.current ??= new Replication(this.experiment, number, this.options.observer);
    if (this.current.advance(slice)) {
      const result = this.current.result();
      this.finished.push(result);
      this.occurrencesBefore += result.occurrences;
      this.current = undefined;
    }
    return this.done;
  }
}

/** Runs all replications of an experiment to their end. */
export function simulate(
  experiment: Experiment,
  options: SimulationOptions = {},
): readonly ReplicationResult[] {
  const simulation = new Simulation(experiment, options);
  while (!simulation.advance()) {
    // Each slice does its part of the work.
  }
  return simulation.finished;
}
