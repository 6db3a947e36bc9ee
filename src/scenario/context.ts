import type { Context } from '../expectation/names.js';
import { chosenName } from '../text/addresses.js';
import { type Path, valueAt } from '../text/tree.js';
import { duration } from './fields.js';
import type { Scenario } from './schema.js';

/** What the expectations of a scenario may name. */
export function contextOf({
  modelGroups,
  duration,
}: Pick<Scenario, 'modelGroups' | 'duration'>): Context {
  return {
    modelGroups: modelGroups.map(({ name, groups }) => ({
      name,
      groups: groups.map((group) => group.name),
    })),
    duration_s: duration,
  };
}

/** The same of a scenario as written, whatever else is wrong with it. */
export function contextAsWritten(data: unknown): Context {
  const modelGroups = valueAt(data, ['modelGroups']);
  const several = Array.isArray(modelGroups)
    ? modelGroups.map((_, i): Path => ['modelGroups', i])
    : null;
  const parts = several?.map(
    (path) =>
      [
        [...path, 'name'],
        [...path, 'fleet', 'groups'],
      ] as const,
  ) ?? [
    [
      ['fleet', 'modelGroup'],
      ['fleet', 'groups'],
    ] as const,
  ];
  const duration_s = duration().safeParse(valueAt(data, ['duration']));
  return {
    modelGroups: parts.map(([name, groups]) => ({
      name: textAt(data, name) ?? 'default',
      groups: namesIn(valueAt(data, groups)),
    })),
    duration_s: duration_s.success ? duration_s.data : null,
  };
}

function textAt(data: unknown, path: Path): string | undefined {
  const value = valueAt(data, path);
  return typeof value === 'string' ? chosenName(value) : undefined;
}

function namesIn(groups: unknown): string[] {
  if (!Array.isArray(groups)) return [];
  return groups.flatMap((group) => textAt(group, ['name']) ?? []);
}
