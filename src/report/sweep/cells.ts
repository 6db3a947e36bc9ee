import { VERDICT_NAMES } from '../../measure/verdict.js';
import { valueAtPlace } from '../../studies/sweep/axis.js';
import { placesInOrder } from '../../studies/sweep/grid.js';
import { intervalOfMeasure, meanText } from './figures.js';
import type { SweepReport } from './report.js';

/** A column of all cells. */
export interface CellColumn {
  readonly title: string;
  /** What stands above it is a field or an expression, as it is written. */
  readonly isCode: boolean;
  readonly align: 'left' | 'right';
}

/** All cells of a sweep as texts, every measure with its interval: by setting, then by variant. */
export interface CellTable {
  readonly columns: readonly CellColumn[];
  readonly rows: readonly (readonly string[])[];
}

export function cellTable({ plan, series }: SweepReport): CellTable {
  const several = series.length > 1;
  const listed = series
    .flatMap(({ name, cells }, s) => cells.map((cell) => ({ name, cell, s })))
    .sort((a, b) => placesInOrder(a.cell.at, b.cell.at) || a.s - b.s);
  const code = (title: string): CellColumn => ({ title, isCode: true, align: 'right' });
  const words = (title: string): CellColumn => ({ title, isCode: false, align: 'left' });
  return {
    columns: [
      ...plan.axes.map(({ path }) => code(path)),
      ...(several ? [words('under')] : []),
      ...plan.measures.flatMap(({ text }) => [code(text), words('95% CI')]),
      words('verdict'),
    ],
    rows: listed.map(({ name, cell }) => [
      ...plan.axes.map((axis, a) => valueAtPlace(axis, cell.at[a] as number)),
      ...(several ? [name] : []),
      ...plan.measures.flatMap((measure) => {
        const own = cell.measures[measure.text] ?? { mean: null, ci95: null };
        return [meanText(measure, own.mean), intervalOfMeasure(measure, own)];
      }),
      VERDICT_NAMES[cell.verdict],
    ]),
  };
}
