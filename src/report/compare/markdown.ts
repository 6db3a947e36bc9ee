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
import type { CommandOption } from '../../text/shell.js';
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
import { precisionSentence } from '../run/precision.js';
import { warningsOf } from '../run/warnings.js';
import { againCommand } from './advice.js';
import { conclusionText, interruption } from './conclusion.js';
import { remarksOn } from './remarks.js';
import type { ComparedRun, CompareReport } from './report.js';

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

/** What strategies are judged by besides: how long callers wait, and whether one deployment takes it all. */
function ofStrategies(
  { baseline, runs }: CompareReport,
  row: (label: string, of: (run: ComparedRun) => string) => string[],
): string[][] {
  return [
    row(`latency against ${baseline}`, ({ difference }) => {
      if (difference === null) return '';
      const { mean, ci95 } = difference.latency_s;
      return `${costDifference(mean)} ${costDifferenceInterval(ci95)}`;
    }),
    ...(runs[0]?.busiest ?? []).map(({ group }, g) =>
      row(`busiest deployment of ${group}`, ({ busiest }) => {
        const { mean, ci95 } = busiest[g] as (typeof busiest)[number];
        return `${percent(mean)} ${percentInterval(ci95)}`;
      }),
    ),
  ];
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
        return group === undefined ? '' : within(percent(group.share), group.ci95, percentInterval);
      }),
      row(`over time, ${name}`, ({ groups }) => codeMarkdown(sparkline(groups[g]?.timeline ?? []))),
      row(`points against ${report.baseline}, ${name}`, ({ difference }) => {
        const share = difference?.shares[g];
        return share === undefined ? '' : within(points(share.mean), share.ci95, pointsInterval);
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
    report.compared === 'loggers'
      ? row('latency P50, P95', ({ latency: { p50_s, p95_s } }) =>
          secondsAlike([p50_s, p95_s]).join(', '),
        )
      : row('latency P50, P95, P99', ({ latency: { p50_s, p95_s, p99_s } }) =>
          secondsAlike([p50_s, p95_s, p99_s]).join(', '),
        ),
    row('extra latency per request', ({ latency: { lostPerRequest_s, lostPerRequestCi95 } }) =>
      within(cost(lostPerRequest_s), lostPerRequestCi95, costInterval),
    ),
    row(`extra latency against ${report.baseline}`, ({ difference }) => {
      if (difference === null) return '';
      const { mean, ci95 } = difference.lostPerRequest_s;
      return within(costDifference(mean), ci95, costDifferenceInterval);
    }),
    ...(report.compared === 'loggers' ? [] : ofStrategies(report, row)),
  );
  return markdownTable(
    [
      { title: '' },
      ...runs.map(({ variant }) => ({ title: escapedMarkdown(variant), align: 'right' as const })),
    ],
    lines,
  );
}

/** A figure with its interval; of few replications there is none, and the figure stands alone. */
function within(
  figure: string,
  interval: readonly [number, number] | null,
  text: (interval: readonly [number, number]) => string,
): string {
  return interval === null ? figure : `${figure} ${text(interval)}`;
}
