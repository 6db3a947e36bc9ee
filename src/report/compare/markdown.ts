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
  replicationsText,
  secondsAlike,
} from '../../text/figures.js';
import {
  boldMarkdown,
  codeMarkdown,
  escapedMarkdown,
  markdownPage,
  markdownTable,
} from '../kit/markdown.js';
import { footerOf } from '../kit/source.js';
import { sparkline } from '../kit/words.js';
import { endingMarkdown } from '../run/ending.js';
import type { Heading } from '../run/heading.js';
import { lossWord } from '../run/loss-word.js';
import { warningsOf } from '../run/warnings.js';
import { againCommand } from './advice.js';
import { conclusionText, interruption } from './conclusion.js';
import { remarksOn } from './remarks.js';
import type { ComparedRun, CompareReport } from './report.js';

/**
 * A comparison as Markdown, ready for a pull request or a postmortem: one column per logger.
 * @param loggers as commands name them, in the order of the runs
 */
export function markdown(
  report: CompareReport,
  heading: Heading,
  loggers: readonly string[],
): string {
  const { scenario, runs, partial } = report;
  const [{ seed, profile, replications, assumes }] = runs as [ComparedRun, ...ComparedRun[]];
  return markdownPage([
    `### ${escapedMarkdown(`${scenario.name}: ${conclusionText(report)}`)}`,
    ...(partial ? [boldMarkdown(interruption(report))] : []),
    ...warningsOf(assumes).map(boldMarkdown),
    resultTable(report),
    remarksOn(report).join('\n'),
    ...endingMarkdown(
      againCommand(report, heading.where, loggers),
      heading,
      footerOf({ ...report, seed, profile, runs: replicationsText(replications.length) }),
    ),
  ]);
}

function resultTable(report: CompareReport): string {
  const { runs } = report;
  const lines: string[][] = [];
  const row = (label: string, of: (run: ComparedRun) => string) => [
    escapedMarkdown(label),
    ...runs.map(of),
  ];
  for (const [g, { name }] of (runs[0]?.groups ?? []).entries()) {
    lines.push(
      row(`share of ${name}`, ({ groups }) => {
        const group = groups[g];
        return group === undefined ? '' : `${percent(group.share)} ${percentInterval(group.ci95)}`;
      }),
      row(`over time, ${name}`, ({ groups }) => codeMarkdown(sparkline(groups[g]?.timeline ?? []))),
      row(`points against ${report.baseline}, ${name}`, ({ difference }) => {
        const share = difference?.shares[g];
        return share === undefined ? '' : `${points(share.mean)} ${pointsInterval(share.ci95)}`;
      }),
    );
  }
  lines.push(row('verdict', ({ verdict }) => VERDICT_NAMES[verdict]));
  for (const key of ['recorded', 'lost', 'abandoned', 'pending'] as const) {
    const label = `samples ${key === 'lost' ? lossWord(runs) : key}`;
    if (runs.every(({ samples }) => samples[key] === 0)) continue;
    lines.push(row(label, ({ samples }) => countKnown(samples[key])));
  }
  lines.push(
    row('latency P50, P95', ({ latency: { p50_s, p95_s } }) =>
      secondsAlike([p50_s, p95_s]).join(', '),
    ),
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
  return markdownTable(
    [
      { title: '' },
      ...runs.map(({ logger }) => ({ title: escapedMarkdown(logger), align: 'right' as const })),
    ],
    lines,
  );
}
