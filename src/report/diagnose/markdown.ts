import { count } from '../../text/figures.js';
import {
  adviceMarkdown,
  escapedMarkdown,
  markdownPage,
  markdownTable,
  sourceMarkdown,
} from '../kit/markdown.js';
import { footerOf } from '../kit/source.js';
import {
  bearingText,
  deploymentsText,
  evidenceTitle,
  logEvidenceText,
  mapText,
} from './evidence.js';
import { remediesMarkdown } from './remedies.js';
import type { DiagnoseReport, DiagnoseRow } from './report.js';
import {
  citationOf,
  experimentLines,
  mechanismText,
  nextAdvice,
  observedText,
  otherStoreTitle,
  predictedTexts,
  small,
  unsimulatedText,
} from './words.js';

/** A diagnosis, ready for an issue: finding, table of mechanisms, next command. */
export function markdownDiagnose(report: DiagnoseReport): string {
  const { rows, otherStore, impossible, partial } = report;
  const [title = '', rest = ''] = splitAtSentence(report.conclusion);
  return markdownPage([
    `### ${escapedMarkdown(title)}`,
    ...(partial ? ['**Interrupted: only what was finished is shown.**'] : []),
    ...[rest, ...experimentLines(report)]
      .filter((text) => text !== '')
      .map((text) => escapedMarkdown(text)),
    `Observed in ${count(report.requests)} requests: ${escapedMarkdown(observedText(report))}.`,
    ...evidenceTexts(report).map((text) => escapedMarkdown(text)),
    ...(rows.length > 0 ? [mechanisms('Mechanism', rows, report)] : []),
    ...(otherStore.length > 0
      ? [mechanisms(escapedMarkdown(otherStoreTitle(otherStore)), otherStore, report)]
      : []),
    impossible
      .map(({ mechanism, reason }) => `- Ruled out: ${escapedMarkdown(`${mechanism}: ${reason}`)}`)
      .join('\n'),
    report.lookAt
      .map(({ mechanism, text }) => `- What would show ${escapedMarkdown(`${mechanism}: ${text}`)}`)
      .join('\n'),
    remediesMarkdown(report),
    escapedMarkdown(unsimulatedText(report)),
    ...adviceMarkdown(nextAdvice(report)),
    sourceMarkdown(footerOf(citationOf(report))),
  ]);
}

/** The first sentence, and the others. */
function splitAtSentence(text: string): [string, string] {
  const end = text.search(/\. /);
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 2)];
}

function evidenceTexts({ evidence }: DiagnoseReport): string[] {
  if (evidence === null) return [];
  const { log, map, notes } = evidence;
  return [
    ...(log === null
      ? []
      : [`Answers: ${logEvidenceText(log)}. By deployment: ${deploymentsText(log)}.`]),
    ...(map === null ? [] : [`Map: ${mapText(map)}.`]),
    ...notes,
  ];
}

/** A row for each mechanism; what is predicted alike has the same figures. */
function mechanisms(
  title: string,
  rows: readonly DiagnoseRow[],
  { observed, evidence }: DiagnoseReport,
): string {
  const groups = Object.keys(observed);
  const right = { align: 'right' as const };
  return markdownTable(
    [
      { title },
      { title: '' },
      ...groups.map((group) => ({ title: `predicted ${escapedMarkdown(group)}`, ...right })),
      { title: 'p', ...right },
      { title: 'likelihood', ...right },
      ...(evidence === null ? [] : [{ title: evidenceTitle(evidence) }]),
    ],
    rows.flatMap((row) =>
      row.variants.map(({ mechanism: name, bearing }) => {
        const text = escapedMarkdown(mechanismText(row, name));
        const verdict = row.leading ? 'explains it' : row.excluded ? 'ruled out' : 'possible';
        return [
          row.leading ? `**${text}**` : text,
          verdict,
          ...predictedTexts(row, groups).map((text) => `${text}%`),
          escapedMarkdown(small(row.p)),
          escapedMarkdown(small(row.likelihoodRatio)),
          ...(evidence === null ? [] : [escapedMarkdown(bearingText(bearing))]),
        ];
      }),
    ),
  );
}
