import { valueAt } from '../text/tree.js';
import { type Change, change } from './change.js';
import { fractionsOf, type SampleFractions } from './sample-kinds.js';
import type { Scenario } from './schema.js';

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

/** The changes under which every answer is a chat completion that is recorded; at least one. */
export function allChat(scenario: Scenario): Change[] {
  const chat = fractionsOf({ chat: 1 });
  const changes = kindsOf(scenario, chat).filter(
    ({ path }) => (valueAt(scenario, path) as SampleFractions).chat !== 1,
  );
  return changes.length > 0 ? changes : [change(['samples', 'kind'], chat)];
}
