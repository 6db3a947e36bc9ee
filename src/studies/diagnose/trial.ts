import type { ModelGroup } from '../../model/experiment.js';
import { Fleet } from '../../model/fleet.js';
import type { Counts } from '../../stats/dirichlet-multinomial.js';
import { estimatedEvents } from '../event-limit.js';
import { replicationJobs } from '../replications.js';
import { carriedOut, type Study } from '../study.js';
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
    const { scenario, experiment } = this.variant;
    const input = {
      scenario,
      numbers: this.subject.numbers,
      logger: { kind: 'shipped', name: scenario.logger.name } as const,
      cuts_s: [],
      maxEvents: Number.POSITIVE_INFINITY,
    };
    const first = this.counts.length;
    const numbers = Array.from({ length: replications - first }, (_, i) => first + i);
    const jobs = replicationJobs(input, numbers, estimatedEvents(experiment, 1), this.label);
    for (const result of yield* carriedOut(jobs)) {
      for (const { modelGroups } of result?.replications ?? []) {
        this.counts.push(this.perGroup(modelGroups[this.subject.position]?.requests ?? []));
      }
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
