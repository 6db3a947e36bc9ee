import { replicationsText } from '../../text/figures.js';
import type { CommandOption } from '../../text/shell.js';
import {
  boldMarkdown,
  codeMarkdown,
  escapedMarkdown,
  markdownPage,
  markdownTable,
} from '../kit/markdown.js';
import { footerOf } from '../kit/source.js';
import { endingMarkdown } from '../run/ending.js';
import type { Heading } from '../run/heading.js';
import { precisionSentence } from '../run/precision.js';
import { warningsOf } from '../run/warnings.js';
import { againCommand } from './advice.js';
import { conclusionText, interruption } from './conclusion.js';
import { remarksOn } from './remarks.js';
import type { ComparedRun, CompareReport } from './report.js';
import { comparedRows } from './table.js';

/**
 * A comparison as Markdown, ready for a pull request or a postmortem: one column per variant.
 * @param variants as commands name them, in the order of the runs
 */
export function markdown(
  report: CompareReport,
  heading: Heading,
  variants: readonly CommandOption[],
): string {
  const { scenario, runs, partial } = report;
  const [{ seed, profile, replications, assumes }] = runs as [ComparedRun, ...ComparedRun[]];
  return markdownPage([
    `### ${escapedMarkdown(`${scenario.name}: ${conclusionText(report)}`)}`,
    ...precisionSentence(runs).map(escapedMarkdown),
    ...(partial ? [boldMarkdown(interruption(report))] : []),
    ...[...warningsOf(assumes), ...report.warnings].map(boldMarkdown),
    resultTable(report),
    remarksOn(report).join('\n'),
    ...endingMarkdown(
      againCommand(report, heading.where, variants),
      heading,
      footerOf({ ...report, seed, profile, runs: replicationsText(replications.length) }),
    ),
  ]);
}

function resultTable(report: CompareReport): string {
  return markdownTable(
    [
      { title: '' },
      ...report.runs.map(({ variant }) => ({
        title: escapedMarkdown(variant),
        align: 'right' as const,
      })),
    ],
    comparedRows(report).map(({ label, cells, isDrawn }) => [
      escapedMarkdown(label),
      ...(isDrawn ? cells.map(codeMarkdown) : cells),
    ]),
  );
}
