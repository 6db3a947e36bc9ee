import { VERDICT_NAMES } from '../../measure/verdict.js';
import {
  cost,
  costDifference,
  costDifferenceInterval,
  costInterval,
  countKnown,
  percent,
  percentInterval,
  points,
  pointsInterval,
} from '../../text/figures.js';
import { escapedMarkdown } from '../kit/markdown.js';
import { sparkline } from '../kit/words.js';
import type { Heading } from '../run/heading.js';
import { lossWord } from '../run/loss-word.js';
import { conclusionText } from './conclusion.js';
import { remarksOn } from './remarks.js';
import type { ComparedRun, CompareReport } from './report.js';

/** A comparison as Markdown, ready for a postmortem: one column per logger. */
export function markdown(report: CompareReport, { title, setting }: Heading): string {
  const name = report.scenario.name;
  const heading = title === undefined ? name : `${name}: ${title}`;
  const lines = [
    `### ${escapedMarkdown(heading)}`,
    '',
    escapedMarkdown(conclusionText(report)),
    '',
  ];
  if (report.partial) lines.push('**Interrupted: only the finished replications count.**', '');
  lines.push(...resultTable(report), '');
  lines.push(...remarksOn(report), '', '<details><summary>What was run</summary>', '');
  lines.push('| | |', '|---|---|');
  for (const [label, text] of setting)
    lines.push(`| ${escapedMarkdown(label)} | ${escapedMarkdown(text)} |`);
  const { tool, scenario } = report;
  lines.push('', `${tool.name} ${tool.version}, scenario ${scenario.hash}`, '', '</details>');
  return `${lines.join('\n')}\n`;
}

function resultTable(report: CompareReport): string[] {
  const { runs } = report;
  const row = (label: string, of: (run: ComparedRun) => string): string =>
    `| ${escapedMarkdown(label)} | ${runs.map(of).join(' | ')} |`;
  const lines = [
    row('', ({ logger }) => `**${escapedMarkdown(logger)}**`),
    `|---|${'---:|'.repeat(runs.length)}`,
  ];
  for (const [g, { name }] of (runs[0]?.groups ?? []).entries()) {
    lines.push(
      row(`share of ${name}`, ({ groups }) => {
        const group = groups[g];
        return group === undefined ? '' : `${percent(group.share)} ${percentInterval(group.ci95)}`;
      }),
      row(`over time, ${name}`, ({ groups }) => `\`${sparkline(groups[g]?.timeline ?? [])}\``),
      row(`points against ${report.baseline}, ${name}`, ({ difference }) => {
        const share = difference?.shares[g];
        return share === undefined ? '' : `${points(share.mean)} ${pointsInterval(share.ci95)}`;
      }),
    );
  }
  lines.push(row('verdict', ({ verdict }) => VERDICT_NAMES[verdict]));
  for (const key of ['recorded', 'lost', 'abandoned', 'pending'] as const) {
    const label = `samples ${key === 'lost' ? lossWord(runs) : key}`;
    lines.push(row(label, ({ samples }) => countKnown(samples[key])));
  }
  lines.push(
    row('extra latency per request', ({ latency }) => {
      const interval = costInterval(latency.lostPerRequestCi95);
      return `${cost(latency.lostPerRequest_s)} ${interval}`;
    }),
    row(`extra latency against ${report.baseline}`, ({ difference }) => {
      if (difference === null) return '';
      const { mean, ci95 } = difference.lostPerRequest_s;
      return `${costDifference(mean)} ${costDifferenceInterval(ci95)}`;
    }),
  );
  return lines;
}
