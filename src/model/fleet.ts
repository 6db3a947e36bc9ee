import type { Distribution } from '../kernel/distributions/distribution.js';
import type { Capacity } from './capacities/capacity.js';
import type { SampleModel } from './samples.js';

/** The deployments of a model group, numbered in the order of the fleet. */
export class DeploymentIndex {
  private readonly positions: ReadonlyMap<string, number>;

  constructor(readonly ids: readonly string[]) {
    this.positions = new Map(ids.map((id, position) => [id, position]));
  }

  /** @throws RangeError for an id that is not in the fleet */
  positionOf(id: string): number {
    const position = this.positions.get(id);
    if (position === undefined) throw new RangeError(`no deployment is called '${id}'`);
    return position;
  }
}

/** A class of like deployments inside a model group. */
export interface Group {
  readonly name: string;
  /** How many deployments it has. */
  readonly deployments: number;
  /** Request latency in seconds; with a capacity, at full speed. */
  readonly latency: Distribution;
  /** How much one deployment does at once; undefined: whatever comes. */
  readonly capacity?: Capacity;
  /** Completion tokens of an answer; rounded to a whole number. */
  readonly tokens: Distribution;
  /** Time to first token in seconds; a streamed answer without one uses its latency. */
  readonly ttft?: Distribution;
  /** Requests a minute that one deployment may take; undefined: no limit. */
  readonly rpm?: number;
  /** Tokens a minute that one deployment may take; undefined: no limit. */
  readonly tpm?: number;
  /** Share of a weighted random choice; undefined: none is stated. */
  readonly weight?: number;
  /** Only those of the lowest order that may be chosen are candidates; undefined: it has none. */
  readonly order?: number;
  /** Requests with one of these tags may go there; undefined: it has none. */
  readonly tags?: readonly string[];
  /** Price of a token of the prompt; undefined: none is stated. */
  readonly inputCost?: number;
  /** Price of a token of the answer; undefined: none is stated. */
  readonly outputCost?: number;
  /** What its completions hand to the logger; undefined: what those of the others do. */
  readonly samples?: SampleModel;
}

/** What the completions of a group hand to the logger. @param others of groups that say nothing of it */
export function samplesOf(group: Group, others: SampleModel): SampleModel {
  return group.samples ?? others;
}

/** The deployments of a group by name: `gpt-4.1/01`, ... */
export function deploymentIds({
  name,
  deployments,
}: Pick<Group, 'name' | 'deployments'>): string[] {
  const digits = Math.max(2, String(deployments).length);
  return Array.from(
    { length: deployments },
    (_, i) => `${name}/${String(i + 1).padStart(digits, '0')}`,
  );
}

/** The deployments of a model group, in order: those of the first group, of the second, ... */
export class Fleet {
  readonly index: DeploymentIndex;
  /** The group of each deployment, by position. */
  readonly groupOf: readonly number[];
  /** Whether any deployment has a limit. */
  readonly limited: boolean;

  constructor(readonly groups: readonly Group[]) {
    const ids: string[] = [];
    const groupOf: number[] = [];
    for (const [g, group] of groups.entries()) {
      for (const id of deploymentIds(group)) {
        ids.push(id);
        groupOf.push(g);
      }
    }
    this.index = new DeploymentIndex(ids);
    this.groupOf = groupOf;
    this.limited = groups.some((group) => group.rpm !== undefined || group.tpm !== undefined);
  }

  get size(): number {
    return this.groupOf.length;
  }

  /** The group of the deployment at this position. */
  groupAt(position: number): Group {
    return this.groups[this.groupOf[position]!] as Group;
  }
}
