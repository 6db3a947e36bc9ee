import { type SweepAxis, valueAtPlace } from './axis.js';
import type { SweepPlan } from './plan.js';

/** Where a setting lies: its place along each axis. */
export type GridPlace = readonly number[];

/** All places of the grid, the last axis moving first. */
export function* gridPlaces(
  axes: readonly SweepAxis[],
  before: GridPlace = [],
): Generator<GridPlace> {
  const axis = axes[before.length];
  if (axis === undefined) {
    yield before;
    return;
  }
  for (const u of axis.at) yield* gridPlaces(axes, [...before, u]);
}

/** How many settings the grid has. */
export function gridSize(axes: readonly SweepAxis[]): number {
  return axes.reduce((size, { at }) => size * at.length, 1);
}

/** The arguments of `--set` that make the setting at a place. */
export function settingsAt(axes: readonly SweepAxis[], place: GridPlace): string[] {
  return axes.map((axis, a) => `${axis.path}=${valueAtPlace(axis, place[a] as number)}`);
}

/** A setting under a variant, in words: `dispatch.every=5s under locked`. */
export function cellName({ axes, variants }: SweepPlan, place: GridPlace, variant: number): string {
  const { logger, strategy } = variants[variant] as SweepPlan['variants'][number];
  const under = [logger, strategy].flatMap((one) => one ?? []);
  const name = settingsAt(axes, place).join(', ');
  return under.length === 0 ? name : `${name} under ${under.join(', ')}`;
}

/** Which of two places comes first. */
export function placesInOrder(one: GridPlace, other: GridPlace): number {
  const a = one.findIndex((u, i) => u !== other[i]);
  return a === -1 ? 0 : (one[a] as number) - (other[a] as number);
}
