import { conclusionOf, conclusionText, interruption } from '../compare/conclusion.js';
import { remarksOn } from '../compare/remarks.js';
import type { ComparedRun, CompareReport } from '../compare/report.js';
import { comparedRows } from '../compare/table.js';
import { html } from '../kit/html.js';
import { clipName } from '../kit/words.js';
import type { Heading } from '../run/heading.js';
import { warningsOf } from '../run/warnings.js';
import type { PageSection } from './document.js';
import { type PageFinding, splitAndCauses } from './finding.js';
import { dataTable, paragraphs } from './parts.js';
import { splitTable } from './split.js';

/** Longer names are clipped. */
const NAME_WIDTH = 40;

type Runs = [ComparedRun, ...ComparedRun[]];

/** What a comparison came to. */
export function findingOfComparison(
  report: CompareReport,
  heading: Heading,
  again: string,
): PageFinding {
  const [{ assumes }] = report.runs as Runs;
  return {
    sentences: conclusionOf(report),
    brief: [report.scenario.name, ...heading.brief],
    title: heading.title,
    beside: [
      ...(report.partial ? [interruption(report)] : []),
      ...warningsOf(assumes),
      ...report.warnings,
    ],
    evidence: served(report) ? splitAndCauses(labelled(report)) : html``,
    again,
  };
}

/** What several loggers or strategies make of the same requests: the figures. */
export function figuresSection(report: CompareReport): PageSection {
  return {
    id: 'comparison',
    title: 'Side by side',
    body: html`${tableOf(report)}${paragraphs(remarksOn(report), 'small')}`,
  };
}

/** The same with what it comes to, on a page that is about one of them. */
export function comparisonSection(report: CompareReport): PageSection {
  return {
    id: 'comparison',
    title: `What other ${report.compared} make of the same requests`,
    body: html`${paragraphs([conclusionText(report)], 'lead')}${served(report) ? splitTable(labelled(report)) : undefined}<details>
<summary>All figures</summary>
${tableOf(report)}${paragraphs(remarksOn(report), 'small')}</details>
`,
  };
}

/** Whether there were requests, which have shares. */
function served({ runs }: CompareReport): boolean {
  return runs[0]?.requests !== 0;
}

function tableOf(report: CompareReport) {
  return dataTable(
    'Figures of each',
    [
      { title: '' },
      ...report.runs.map(({ variant }) => ({
        title: clipName(variant, NAME_WIDTH),
        align: 'right' as const,
      })),
    ],
    comparedRows(report).map(({ label, cells, isDrawn }) => [
      label,
      ...(isDrawn ? cells.map((cell) => html`<span class="drawn">${cell}</span>`) : cells),
    ]),
  );
}

/** The runs, each under what it is called in the split. */
function labelled({ runs }: CompareReport): Runs {
  return runs.map((run) => ({ ...run, logger: run.variant })) as Runs;
}
