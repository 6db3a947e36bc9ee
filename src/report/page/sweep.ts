import { counted } from '../../text/figures.js';
import { Html, html } from '../kit/html.js';
import { footerOf } from '../kit/source.js';
import { clip } from '../kit/words.js';
import { citationOf, interruptionOf, rangeSentences, sweepAdvice } from '../sweep/answer.js';
import { cellTable } from '../sweep/cells.js';
import { sweepCommand } from '../sweep/command.js';
import type { SweepReport } from '../sweep/report.js';
import { howToRead, sweepDrawing } from '../sweep/svg.js';
import type { Page } from './document.js';
import { findingSection } from './finding.js';
import { adviceBlocks, dataTable, figure, paragraphs } from './parts.js';

/** More cells are left to CSV and JSON. */
const MOST_ROWS = 1000;
/** Longer values are clipped. */
const VALUE_WIDTH = 60;

/** A sweep as a page: what it found, the map, and all cells. */
export function sweepPage(report: SweepReport): Page {
  const { plan, series, cells, finding, remarks, partial } = report;
  const fields = plan.axes.map(({ path }) => path).join(' × ');
  const { columns, rows } = cellTable(report);
  const left = rows.length - MOST_ROWS;
  const names = series.flatMap(({ name }) => (name === '' ? [] : [name]));
  return {
    title: `${report.scenario.name}: ${finding}`,
    sections: [
      findingSection({
        sentences: [finding, ...rangeSentences(report)],
        brief: [report.scenario.name, ...names, fields, counted(cells.length, 'cell')],
        beside: partial ? [interruptionOf(report)] : [],
        evidence: html`${figure(new Html(sweepDrawing(report)), `${plan.measures[0]?.text} by ${fields}`)}${paragraphs([howToRead(report), ...remarks], 'small')}`,
        again: sweepCommand(plan),
      }),
      {
        id: 'cells',
        title: 'All cells',
        body: html`${dataTable(
          counted(Math.min(rows.length, MOST_ROWS), 'cell'),
          columns.map(({ title, align }) => ({ title: clip(title, VALUE_WIDTH), align })),
          rows.slice(0, MOST_ROWS).map((row) => row.map((text) => clip(text, VALUE_WIDTH))),
        )}${left > 0 ? paragraphs([`${counted(left, 'more cell')}: --format csv or --json.`]) : undefined}${adviceBlocks(sweepAdvice(report))}`,
      },
    ],
    footer: footerOf(citationOf(report)),
  };
}
