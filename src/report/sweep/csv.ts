import type { SweepReport, SweptMeasure } from './report.js';

/** A sweep as CSV, a line per cell; shares as fractions, times in seconds. */
export function csvSweep({ cells, vary, measures, baseline }: SweepReport): string {
  const titles = [
    'key',
    ...vary.map(({ path }) => path),
    'logger',
    'strategy',
    'replications',
    'verdict',
    ...measures.flatMap((text) => [text, `${text} low`, `${text} high`]),
    ...(baseline === null ? [] : measures.flatMap((text) => differenceTitles(text, baseline))),
  ];
  const rows = cells.map(({ key, set, logger, strategy, replications, verdict, ...cell }) => [
    key,
    ...vary.map(({ path }) => set[path] ?? ''),
    logger,
    strategy,
    replications,
    verdict,
    ...measures.flatMap((text) => threeOf(cell.measures[text])),
    ...(baseline === null ? [] : measures.flatMap((text) => threeOf(cell.difference?.[text]))),
  ]);
  return [titles, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('');
}

function differenceTitles(text: string, baseline: string): string[] {
  const title = `${text} less that of ${baseline}`;
  return [title, `${title} low`, `${title} high`];
}

function threeOf(measure: SweptMeasure | undefined): (number | string)[] {
  const [low = '', high = ''] = measure?.ci95 ?? [];
  return [measure?.mean ?? '', low, high];
}

/** A text that a spreadsheet would take for a formula begins with an apostrophe. */
function field(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
