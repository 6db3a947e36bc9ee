import type { KnownColumn, KnownOverTime } from '../../measure/known.js';
import type { GroupSummary } from '../../measure/summary.js';
import { count, fixed, seconds, separated } from '../../text/figures.js';

/** What the router knows with one logger: by model group that looks into a map. */
export interface KnownPanel {
  readonly logger: string;
  readonly known: readonly KnownOverTime[];
  /** The groups of all model groups, with their shares. */
  readonly groups: readonly GroupSummary[];
  /** Whether the shares are of the replication that is drawn alone; absent: of all that were run. */
  readonly alone?: boolean;
}

/** The end of a column, in seconds. */
export function endOf({ column_s, duration_s }: KnownOverTime, column: number): number {
  return Math.min(duration_s, (column + 1) * column_s);
}

/** A time in a sentence or at an axis: whole seconds where it is whole. */
export function timeText(time_s: number): string {
  return Number.isInteger(time_s) ? `${count(time_s)} s` : seconds(time_s);
}

/** So many deployments, the mean over processes to a tenth. */
export function knownText(known: number): string {
  return separated(known, Number.isInteger(Number(fixed(known, 1))) ? 0 : 1);
}

/** `2 of 20`. */
export function knownOf(of: KnownOverTime, column: number): string {
  return `${knownText((of.columns[column] as KnownColumn).known ?? 0)} of ${count(of.deployments)}`;
}

/** The groups of a model group, each at its position. */
export function groupsOf({ groups }: KnownPanel, { modelGroup }: KnownOverTime): GroupSummary[] {
  return groups.filter((group) => group.modelGroup === modelGroup);
}

/** By column: the part of a group's deployments that was known; null where there was no request. */
export function knownPart(of: KnownOverTime, groups: readonly number[]): (number | null)[] {
  return of.columns.map(({ selects, seen }) => {
    if (selects === 0) return null;
    let known = 0;
    let all = 0;
    for (const [i, { group, deployments }] of of.rows.entries()) {
      if (!groups.includes(group)) continue;
      known += (seen[i] as number) * deployments;
      all += deployments;
    }
    return all === 0 ? null : known / all;
  });
}
