import { count, fixed, percent, seconds } from '../../text/figures.js';
import {
  adviceMarkdown,
  boldMarkdown,
  escapedMarkdown,
  labelledMarkdown,
  markdownPage,
  markdownTable,
  sourceMarkdown,
} from '../kit/markdown.js';
import { footerOf } from '../kit/source.js';
import type { ProbeReport } from './report.js';
import { probeRows } from './words.js';

const right = { align: 'right' as const };

/** A probe, ready for an issue. */
export function markdownProbe(report: ProbeReport): string {
  const { groups, deployments, conclusion, diagnosis, partial, tool, next } = report;
  return markdownPage([
    `### ${escapedMarkdown(conclusion)}`,
    ...(partial === null ? [] : [boldMarkdown(partial)]),
    ...(diagnosis === null ? [] : [escapedMarkdown(diagnosis.conclusion)]),
    markdownTable(
      [
        { title: 'group' },
        { title: 'deployments', ...right },
        { title: 'requests', ...right },
        { title: 'share', ...right },
        { title: '95%', ...right },
        { title: 'P50', ...right },
      ],
      groups.map(({ name, requests, share, ci95, p50_s, ...group }) => [
        escapedMarkdown(name),
        `${count(group.deployments)} of ${count(deployments.length)}`,
        count(requests),
        percent(share),
        ci95.map((bound) => fixed(bound * 100, 0)).join('-'),
        seconds(p50_s),
      ]),
    ),
    labelledMarkdown(probeRows(report)),
    ...adviceMarkdown(next),
    sourceMarkdown(footerOf({ tool })),
  ]);
}
