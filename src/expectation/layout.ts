import { distinguishable, fastestGroup } from '../measure/verdict.js';
import type { Experiment } from '../model/experiment.js';

/** What the counts of a replication are counts of: all that judging needs of an experiment. */
export interface Layout {
  readonly modelGroups: readonly ModelGroupLayout[];
  /** Times from which on requests are also counted on their own, in seconds. */
  readonly cuts_s: readonly number[];
}

export interface ModelGroupLayout {
  readonly name: string;
  /** Deployments stand in the order of these groups. */
  readonly groups: readonly { readonly name: string; readonly deployments: number }[];
  /** Position of the group with the lowest true mean. */
  readonly fastest: number;
  /** Whether the router could tell its groups apart at all. */
  readonly comparable: boolean;
}

export function layoutOf(experiment: Experiment): Layout {
  const { modelGroups, samples, buffer, cuts_s } = experiment;
  return {
    modelGroups: modelGroups.map(({ name, groups }) => ({
      name,
      groups: groups.map((group) => ({ name: group.name, deployments: group.deployments })),
      fastest: fastestGroup(groups, samples),
      comparable: distinguishable(groups, samples, buffer),
    })),
    cuts_s,
  };
}
