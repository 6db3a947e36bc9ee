import Table from 'cli-table3';
import { WIDTH } from './words.js';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Between columns, and before the first. */
export const GAP = 2;

/** How wide a first column may be, beside these others with their unpainted cells. */
export function roomBeside(
  others: readonly Column[],
  rows: readonly (readonly string[])[],
): number {
  return others.reduce((room, { title }, i) => {
    const widths = rows.map((cells) => cells[i]?.length ?? 0);
    return room - GAP - Math.max(title.length, ...widths);
  }, WIDTH - GAP);
}

/** Rows under their titles, two spaces apart and indented by two; without titles, rows alone. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  title: (text: string) => string,
): string {
  const drawn = new Table({
    head: columns.some((column) => column.title !== '')
      ? columns.map((column) => title(column.title))
      : [],
    colAligns: columns.map((column) => column.align ?? 'left'),
    chars: NO_LINES,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  drawn.push(...rows.map((row) => [...row]));
  return drawn
    .toString()
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
}
