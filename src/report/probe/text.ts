import { count, fixed, percent, seconds } from '../../text/figures.js';
import { nextStep } from '../kit/next.js';
import { sourceText } from '../kit/source.js';
import type { Style } from '../kit/style.js';
import { type Column, table } from '../kit/table.js';
import { clipName, labelled, paragraph } from '../kit/words.js';
import type { ProbeReport } from './report.js';
import { probeRows } from './words.js';

const COLUMNS: readonly Column[] = [
  { title: 'group' },
  { title: 'deployments', align: 'right' },
  { title: 'requests', align: 'right' },
  { title: 'share', align: 'right' },
  { title: '95%', align: 'right' },
  { title: 'P50', align: 'right' },
];

/** A probe as text, 80 columns wide: the answer first. */
export function textProbe(
  report: ProbeReport,
  { verbose }: { readonly verbose: boolean },
  style: Style,
): string {
  const { groups, deployments, conclusion, diagnosis, partial, tool, next } = report;
  const all = deployments.length;
  const sections = [
    [
      ...(partial === null ? [] : [style.unsure(paragraph(partial))]),
      style.strong(paragraph(conclusion)),
      ...(diagnosis === null ? [] : [paragraph(diagnosis.conclusion)]),
    ].join('\n'),
    table(
      COLUMNS,
      groups.map(({ name, requests, share, ci95, p50_s, ...group }) => [
        clipName(name, 28),
        `${count(group.deployments)} of ${count(all)}`,
        count(requests),
        percent(share),
        ci95.map((bound) => fixed(bound * 100, 0)).join('-'),
        seconds(p50_s),
      ]),
      style.faint,
    ),
    ...(verbose ? [deploymentTable(report, style)] : []),
    labelled(probeRows(report), style.faint),
    nextStep(next, style).join(''),
    sourceText({ tool }, verbose, style),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function deploymentTable({ deployments }: ProbeReport, style: Style): string {
  const columns: readonly Column[] = [
    { title: 'deployment' },
    { title: 'group' },
    { title: 'requests', align: 'right' },
    { title: 'P50', align: 'right' },
  ];
  const rows = deployments.map(({ id, group, requests, p50_s }) => [
    clipName(id ?? '-', 24),
    clipName(group, 28),
    count(requests),
    seconds(p50_s),
  ]);
  return table(columns, rows, style.faint);
}
