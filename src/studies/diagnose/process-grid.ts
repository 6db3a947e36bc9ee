import { type Change, change } from '../../scenario/change.js';
import { type Grid, gridOf, type Point, wholeMiddle } from './mechanism.js';
import type { Subject } from './subject.js';

/** How many processes a router may have of which nobody knows. */
export const PROCESSES = [32, 16, 8, 4, 2];

/** The scenario's own number of processes where it has several, else a grid. */
export function processGrid(
  { scenario }: Subject,
  grid: readonly number[],
  changes: readonly Change[] = [],
): Grid {
  const own = scenario.processes.count;
  const pointAt = (count: number): Point => ({
    parameter: `${count} processes`,
    changes: [...changes, change(['processes', 'count'], count === own ? undefined : count)],
  });
  return gridOf(own > 1 ? [own] : grid, pointAt, wholeMiddle);
}
