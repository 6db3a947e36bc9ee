import { counted } from '../../text/figures.js';
import {
  adviceMarkdown,
  boldMarkdown,
  codeMarkdown,
  escapedMarkdown,
  foldedMarkdown,
  markdownPage,
  markdownTable,
  sourceMarkdown,
} from '../kit/markdown.js';
import { footerOf } from '../kit/source.js';
import { citationOf, interruptionOf, rangeSentences, sweepAdvice } from './answer.js';
import { cellTable } from './cells.js';
import { meanText } from './figures.js';
import { labelAt, type MapSlice, mapAxes, placesAlong, slicesOf } from './map.js';
import type { PlacedCell, SweepReport } from './report.js';

/** A sweep as Markdown: what it found, a map where two fields are varied, and all cells. */
export function markdownSweep(report: SweepReport): string {
  const { plan, partial, finding, remarks, cells } = report;
  const fields = plan.axes.map(({ path }) => codeMarkdown(path)).join(' × ');
  const maps = mapAxes(report).down === null ? [] : slicesOf(report);
  const all = allCells(report);
  return markdownPage([
    `## ${escapedMarkdown(plan.scenario.name)}: ${fields}`,
    ...(partial ? [boldMarkdown(interruptionOf(report))] : []),
    boldMarkdown(finding),
    escapedMarkdown(rangeSentences(report).join(' ')),
    ...maps.flatMap((slice) => mapTables(report, slice)),
    maps.length > 0 && cells.some(({ holds }) => holds)
      ? escapedMarkdown(`Bold: ${report.predicate}.`)
      : '',
    maps.length > 0 ? foldedMarkdown(counted(cells.length, 'cell'), all) : all,
    escapedMarkdown(remarks.join(' ')),
    ...adviceMarkdown(sweepAdvice(report)),
    sourceMarkdown(footerOf(citationOf(report))),
  ]);
}

function mapTables(report: SweepReport, slice: MapSlice): string[] {
  const { plan, series } = report;
  const { across, down } = mapAxes(report);
  const [measure] = plan.measures;
  if (measure === undefined || down === null) return [];
  const all = slice.cells.flat();
  const columns = placesAlong(all, across);
  return series.flatMap(({ name }, s) => {
    const at = new Map(
      (slice.cells[s] ?? []).map((cell) => [`${cell.at[across]} ${cell.at[down]}`, cell]),
    );
    const shown = (cell: PlacedCell | undefined) => {
      if (cell === undefined) return '';
      const text = meanText(measure, cell.measures[measure.text]?.mean ?? null);
      return cell.holds ? `**${text}**` : text;
    };
    const title = [measure.text, name === '' ? '' : `under ${name}`, slice.says];
    return [
      escapedMarkdown(title.filter((part) => part !== '').join(', ')),
      markdownTable(
        [
          { title: `${codeMarkdown(plan.axes[down]?.path ?? '')}` },
          ...columns.map((column, c) => ({
            title: escapedMarkdown(
              `${c === 0 ? `${plan.axes[across]?.path} ` : ''}${labelAt(plan.axes, across, column)}`,
            ),
            align: 'right' as const,
          })),
        ],
        placesAlong(all, down).map((row) => [
          escapedMarkdown(labelAt(plan.axes, down, row)),
          ...columns.map((column) => shown(at.get(`${column} ${row}`))),
        ]),
      ),
    ];
  });
}

function allCells(report: SweepReport): string {
  const { columns, rows } = cellTable(report);
  return markdownTable(
    columns.map(({ title, isCode, align }) => ({
      title: isCode ? codeMarkdown(title) : title,
      align,
    })),
    rows.map((row) => row.map(escapedMarkdown)),
  );
}
