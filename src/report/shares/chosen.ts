import type { GroupSummary } from '../../measure/summary.js';
import { count, percent } from '../../text/figures.js';

/** More bars than these are no picture any more. */
const MOST_BARS = 36;

/** What is drawn, and what is said of the rest. */
export interface ChosenGroups {
  /** Which of the groups, by their positions. */
  readonly shown: readonly number[];
  /** Empty: all are shown. */
  readonly rest: string;
}

/**
 * The groups that there is room for: the fastest ones and those with the largest shares.
 * @param groups of the run that decides
 * @param each how many bars a group takes
 */
export function chosenGroups(groups: readonly GroupSummary[], each: number): ChosenGroups {
  const room = Math.max(1, Math.floor(MOST_BARS / each));
  const all = [...groups.keys()];
  if (all.length <= room) return { shown: all, rest: '' };
  const of = (g: number) => groups[g] as GroupSummary;
  const rank = (g: number) => (of(g).fastest ? 2 : 0) + of(g).share;
  const shown = [...all].sort((a, b) => rank(b) - rank(a) || a - b).slice(0, room);
  const others = all.filter((g) => !shown.includes(g));
  const requests = others.reduce((sum, g) => sum + of(g).requests, 0);
  const total = groups.reduce((sum, group) => sum + group.requests, 0);
  return {
    shown: shown.sort((a, b) => a - b),
    rest: `${count(others.length)} more groups are not shown; they get ${percent(total === 0 ? 0 : requests / total)} of requests.`,
  };
}

/** `gpt-4.1 × 4, the fastest`. */
export function groupText({ name, deployments, fastest }: GroupSummary): string {
  return `${name} × ${count(deployments)}${fastest ? ', the fastest' : ''}`;
}
