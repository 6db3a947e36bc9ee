import type { ModelGroup } from '../../model/experiment.js';
import { Fleet } from '../../model/fleet.js';
import type { Counts } from '../../stats/dirichlet-multinomial.js';
import type { Study } from '../study.js';
import { replicated } from './replicated.js';
import type { Subject } from './subject.js';
import type { Variant } from './variant.js';

/** Replications of a variant, of which only the counts per group are kept. */
export class Trial {
  /** Requests per group of the observed model group, by replication. */
  readonly counts: Counts[] = [];
  private readonly fleet: Fleet;

  constructor(
    private readonly subject: Subject,
    private readonly variant: Variant,
    /** What it is a trial of, for whoever watches. */
    private readonly label: string,
  ) {
    const { groups } = variant.experiment.modelGroups[subject.position] as ModelGroup;
    this.fleet = new Fleet(groups);
  }

  /** Brings the replications to a number. @returns whether it got there: else it was stopped */
  *upTo(replications: number): Study<boolean> {
    const { subject, variant, label } = this;
    const span = [this.counts.length, replications] as const;
    for (const { requests } of yield* replicated(subject, variant, span, label)) {
      this.counts.push(perGroup(this.fleet, requests));
    }
    return this.counts.length >= replications;
  }
}

/** Requests per group, of those per deployment. */
export function perGroup(fleet: Fleet, requests: readonly number[]): Counts {
  const counts = new Array<number>(fleet.groups.length).fill(0);
  for (const [position, count] of requests.entries()) {
    const group = fleet.groupOf[position] as number;
    counts[group] = (counts[group] as number) + count;
  }
  return counts;
}
