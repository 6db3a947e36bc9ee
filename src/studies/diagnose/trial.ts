import type { ModelGroup } from '../../model/experiment.js';
import { Fleet } from '../../model/fleet.js';
import type { Counts } from '../../stats/dirichlet-multinomial.js';
import type { Study } from '../study.js';
import { type Halves, mostChanged } from './in-time.js';
import { replicated } from './replicated.js';
import type { Subject } from './subject.js';
import type { Variant } from './variant.js';

/** Replications of a variant, of which only the counts per group are kept, and how they change. */
export class Trial {
  /** Requests per group of the observed model group, by replication. */
  readonly counts: Counts[] = [];
  /** By how much a share changes at most in the course of each; empty where that is not known. */
  readonly changes: number[] = [];
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
    for (const { requests, after } of yield* replicated(subject, variant, span, label)) {
      const counts = perGroup(this.fleet, requests);
      this.counts.push(counts);
      if (after.length === 0) continue;
      const halves = after.map((each) => halvesOf(counts, perGroup(this.fleet, each)));
      this.changes.push(mostChanged(halves));
    }
    return this.counts.length >= replications;
  }
}

function halvesOf(whole: Counts, after: Counts): Halves {
  return { before: whole.map((count, g) => count - (after[g] as number)), after };
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
