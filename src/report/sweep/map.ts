import { type SweepAxis, valueAtPlace } from '../../studies/sweep/axis.js';
import { placesInOrder } from '../../studies/sweep/grid.js';
import type { PlacedCell, SweepReport } from './report.js';

/** Two fields of a sweep, all others at one value each: what a heat map shows. */
export interface MapSlice {
  /** The others: `router.ttl=60s`; empty: there are none. */
  readonly says: string;
  /** By series of the report: the cells of this slice. */
  readonly cells: readonly (readonly PlacedCell[])[];
}

/** Fields that a map shows: across, and down; null: a line has but one. */
export interface MapAxes {
  readonly across: number;
  readonly down: number | null;
}

/** The first two fields, the one of them with more values across. */
export function mapAxes({ plan: { axes } }: SweepReport): MapAxes {
  const [first, second] = axes;
  if (first === undefined || second === undefined) return { across: 0, down: null };
  return second.at.length > first.at.length ? { across: 1, down: 0 } : { across: 0, down: 1 };
}

/** A slice for each combination of the other fields. */
export function slicesOf({ plan: { axes }, series }: SweepReport): MapSlice[] {
  const others = axes.slice(2);
  const keyOf = (cell: PlacedCell) => cell.at.slice(2).join();
  const places = series
    .flatMap(({ cells }) => cells)
    .map(({ at }) => at.slice(2))
    .sort(placesInOrder);
  const keys = [...new Map(places.map((place) => [place.join(), place]))];
  return keys.map(([key, place]) => ({
    says: others
      .map((axis, a) => `${axis.path}=${valueAtPlace(axis, place[a] as number)}`)
      .join(', '),
    cells: series.map(({ cells }) => cells.filter((cell) => keyOf(cell) === key)),
  }));
}

/** The places along an axis at which there are cells. */
export function placesAlong(cells: readonly PlacedCell[], axis: number): number[] {
  return [...new Set(cells.map(({ at }) => at[axis] as number))].sort((a, b) => a - b);
}

/** What stands beside a row or a column. */
export function labelAt(axes: readonly SweepAxis[], axis: number, place: number): string {
  return valueAtPlace(axes[axis] as SweepAxis, place);
}

/** The least and the greatest mean of the first measure that is drawn; null: there is none. */
export function spanOf({ series, measures }: SweepReport): readonly [number, number] | null {
  const [measure = ''] = measures;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const { cells } of series) {
    for (const cell of cells) {
      const mean = cell.measures[measure]?.mean ?? null;
      if (mean === null) continue;
      least = Math.min(least, mean);
      most = Math.max(most, mean);
    }
  }
  return least <= most ? [least, most] : null;
}

/** How far a mean is from the least to the greatest, 0..1; 0.5 where all are alike. */
export function partOf(mean: number, [least, most]: readonly [number, number]): number {
  return most > least ? (mean - least) / (most - least) : 0.5;
}
