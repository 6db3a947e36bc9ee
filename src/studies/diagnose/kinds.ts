import { type Change, change } from '../../scenario/change.js';
import type { SampleFractions, SampleKind } from '../../scenario/sample-kinds.js';
import { samplesIn } from '../../scenario/samples.js';
import type { Scenario } from '../../scenario/schema.js';
import type { Subject } from './subject.js';

/** What completions are in each group of the model group that was observed. */
function kindsByGroup({ scenario, modelGroup }: Subject): SampleFractions[] {
  return modelGroup.groups.map((group) => samplesIn(scenario.samples, group).kind);
}

/** Whether completions of some groups are of another kind than those of others. */
export function kindsDiffer(subject: Subject): boolean {
  const [first, ...others] = kindsByGroup(subject).map((kinds) => JSON.stringify(kinds));
  return others.some((kinds) => kinds !== first);
}

/** The fraction of completions that is of some kinds; 0 where groups differ in theirs. */
export function partOf(subject: Subject, kinds: readonly SampleKind[]): number {
  const [first] = kindsByGroup(subject);
  if (first === undefined || kindsDiffer(subject)) return 0;
  return kinds.reduce((sum, kind) => sum + first[kind], 0);
}

/**
 * Completions of all groups are of these kinds; undefined leaves them as the scenario has them. A
 * group's own kinds are always said: what follows from a release would follow from another one too.
 */
export function kindsOf(
  { samples, modelGroups }: Scenario,
  value: Scenario['samples']['kind'] | undefined,
): Change[] {
  const alike = value?.chat === 1 && samples.kind.chat === 1;
  return [
    ...(alike ? [] : [change(['samples', 'kind'], value)]),
    ...modelGroups.flatMap(({ groups }, m) =>
      groups.flatMap((group, g) =>
        group.samples?.kind === undefined
          ? []
          : [change(['modelGroups', m, 'groups', g, 'samples', 'kind'], value)],
      ),
    ),
  ];
}
