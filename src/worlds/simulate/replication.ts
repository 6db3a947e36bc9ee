import { Leases } from '../../effects/leases.js';
import { Locks } from '../../effects/locks.js';
import { Clock } from '../../kernel/clock.js';
import { Streams } from '../../kernel/random.js';
import type { ReplicationResult } from '../../measure/result.js';
import type { Experiment } from '../../model/experiment.js';
import type { Calling } from './call.js';
import { Journal, type Observer, type StepObserver } from './journal.js';
import { Traffic } from './traffic.js';

/** One replication of an experiment, advanced in slices. */
export class Replication {
  readonly clock = new Clock();
  private readonly journal: Journal;
  private readonly traffics: readonly Traffic[];

  constructor(
    private readonly experiment: Experiment,
    /** Its number, from 0. */
    private readonly number: number,
    observer?: Observer,
    steps?: StepObserver,
  ) {
    this.journal = new Journal(this.clock, number, observer, steps);
    const world = {
      experiment,
      clock: this.clock,
      journal: this.journal,
      streams: new Streams(experiment.seed, number),
      // Locks and leases are not of a model group: a logger's lock may span them all.
      locks: Array.from({ length: experiment.processes.count }, () => new Locks<Calling>()),
      leases: new Leases<Calling>(),
      ...(experiment.pace !== undefined && { pace: experiment.pace(number) }),
    };
    this.traffics = experiment.modelGroups.map(
      (modelGroup, i) => new Traffic(world, modelGroup, i),
    );
    for (const traffic of this.traffics) traffic.open();
  }

  /**
   * Goes on for at most `slice` occurrences.
   * @returns whether the replication is over
   */
  advance(slice: number): boolean {
    return this.clock.run(this.experiment.duration_s, slice);
  }

  /** What it came to; call once, when it is over. */
  result(): ReplicationResult {
    const modelGroups = this.traffics.map((traffic) => traffic.close());
    return {
      replication: this.number,
      modelGroups,
      occurrences: this.clock.happened,
      traceHash: this.journal.traceHash,
      decisionsHash: this.journal.decisionsHash,
    };
  }
}
