import { type Interval, intervalOf, SUMMARY_LEVEL } from '../../measure/level.js';
import { estimateAt } from '../../stats/interval.js';
import { meanOf } from '../../stats/moments.js';
import { type SweepAxis, valueAtPlace } from './axis.js';
import type { GridPlace } from './grid.js';
import type { CellFound, CellMeasure, RefinePredicate } from './plan.js';

/** A part of the grid between two places, which are two of its corners. */
export interface GridBox {
  readonly low: GridPlace;
  readonly high: GridPlace;
}

/** The parts between neighbouring values of the ranges; a list has no values in between. */
export function* boxesOf(
  axes: readonly SweepAxis[],
  low: GridPlace = [],
  high: GridPlace = [],
): Generator<GridBox> {
  const axis = axes[low.length];
  if (axis === undefined) {
    yield { low, high };
    return;
  }
  for (const [i, u] of axis.at.entries()) {
    const next = axis.range === null ? u : axis.at[i + 1];
    if (next !== undefined) yield* boxesOf(axes, [...low, u], [...high, next]);
  }
}

/** The corners of a box, each once. */
export function cornersOf({ low, high }: GridBox): GridPlace[] {
  return combined(low.map((u, a) => (u === high[a] ? [u] : [u, high[a] as number])));
}

/** A box, halved along every range that has a value in between; itself where none has. */
export function halved(axes: readonly SweepAxis[], { low, high }: GridBox): GridBox[] {
  const cuts = low.map((u, a) => {
    const end = high[a] as number;
    const axis = axes[a] as SweepAxis;
    const middle = (u + end) / 2;
    const values = u === end ? [] : [u, middle, end].map((one) => valueAtPlace(axis, one));
    return new Set(values).size === 3 ? [u, middle, end] : u === end ? [u, u] : [u, end];
  });
  const lows = combined(cuts.map((places) => places.slice(0, -1)));
  const highs = combined(cuts.map((places) => places.slice(1)));
  return lows.map((place, i) => ({ low: place, high: highs[i] as GridPlace }));
}

function combined(choices: readonly (readonly number[])[]): number[][] {
  return choices.reduce<number[][]>(
    (places, own) => places.flatMap((place) => own.map((u) => [...place, u])),
    [[]],
  );
}

/** What the predicate says of a setting, given what was found there under each variant. */
export function judgedBy(predicate: RefinePredicate, found: readonly CellFound[]): string {
  if (predicate.by === 'verdict') return found.map(({ verdict }) => verdict).join();
  const base = found[predicate.to] as CellFound;
  return found
    .filter((one) => one !== base)
    .map((one) => differsBy(one, base, predicate.margin))
    .join();
}

/** Whether something is so; undecided where its interval has values for which it is and is not. */
export type Decided = 'yes' | 'no' | 'undecided';

/** Whether the first measure of two cells of a setting differs by more than a margin. */
export function differsBy(one: CellFound, base: CellFound, margin: number): Decided {
  const [measure, other] = [one.measures[0], base.measures[0]];
  if (measure === undefined || other === undefined) return 'undecided';
  const { ci95 } = pairedDifference(measure, other);
  if (ci95 === null) return 'undecided';
  const [low, high] = ci95;
  if (low > margin || high < -margin) return 'yes';
  return low >= -margin && high <= margin ? 'no' : 'undecided';
}

/** The difference of a measure, replication by replication: both have the same random numbers. */
export function pairedDifference(
  { values }: CellMeasure,
  base: CellMeasure,
): { readonly mean: number | null; readonly ci95: Interval } {
  const differences = values.flatMap((value, i) => {
    const other = base.values[i] ?? null;
    return value === null || other === null ? [] : [value - other];
  });
  return {
    mean: differences.length === 0 ? null : meanOf(differences),
    ci95: intervalOf(estimateAt(differences, 1 - SUMMARY_LEVEL)),
  };
}
