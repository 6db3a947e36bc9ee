import type { Experiment, ModelGroup } from '../../model/experiment.js';
import { Fleet } from '../../model/fleet.js';
import type { Counts } from '../../stats/dirichlet-multinomial.js';
import { Replication } from '../../worlds/simulate/replication.js';

/** Replications of an experiment, of which only the counts per group are kept. */
export class Trial {
  /** Requests per group of the observed model group, by replication. */
  readonly counts: Counts[] = [];
  private readonly fleet: Fleet;
  private current: Replication | undefined;

  constructor(
    private readonly experiment: Experiment,
    /** Of the observed model group. */
    private readonly position: number,
  ) {
    this.fleet = new Fleet((experiment.modelGroups[position] as ModelGroup).groups);
  }

  /**
   * Goes on for at most `slice` occurrences.
   * @returns whether so many replications are finished
   */
  advance(replications: number, slice: number): boolean {
    if (this.counts.length >= replications) return true;
    this.current ??= new Replication(this.experiment, this.counts.length);
    if (this.current.advance(slice)) {
      const requests = this.current.result().modelGroups[this.position]?.requests ?? [];
      this.counts.push(this.perGroup(requests));
      this.current = undefined;
    }
    return this.counts.length >= replications;
  }

  private perGroup(requests: readonly number[]): Counts {
    const counts = new Array<number>(this.fleet.groups.length).fill(0);
    for (const [position, count] of requests.entries()) {
      const group = this.fleet.groupOf[position] as number;
      counts[group] = (counts[group] as number) + count;
    }
    return counts;
  }
}
