import type { SampleFractions, SampleKind } from '../../scenario/sample-kinds.js';
import { samplesIn } from '../../scenario/samples.js';
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
