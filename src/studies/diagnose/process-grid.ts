import { type Change, change } from '../../scenario/change.js';
import {
  type Applicability,
  type Grid,
  gridOf,
  onOtherStore,
  type Point,
  possible,
  wholeMiddle,
} from './mechanism.js';
import { onStore } from './on-store.js';
import type { Subject } from './subject.js';

/** How many processes a router may have of which nobody knows. */
const PROCESSES = [32, 16, 8, 4, 2];

/** Each process by its own memory alone: on the scenario's store, or in memory instead of it. */
export function eachByItself(subject: Subject): Applicability {
  return subject.scenario.store.kind === 'in-process'
    ? possible(processGrid(subject, PROCESSES))
    : onOtherStore('in-process', processGrid(subject, PROCESSES, onStore({ kind: 'in-process' })));
}

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
