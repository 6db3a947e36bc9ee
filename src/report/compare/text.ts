import type { PairedDifference } from '../../measure/comparison.js';
import { VERDICT_TONE } from '../../measure/verdict.js';
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
  seconds,
} from '../../text/figures.js';
import type { Style } from '../kit/style.js';
import { type Column, table } from '../kit/table.js';
import { clipName, paragraph, sparkline } from '../kit/words.js';
import { type Heading, textHeading } from '../run/heading.js';
import { remarksOn } from './remarks.js';
import type { ComparedRun, CompareReport } from './report.js';

/** The report of a comparison as text, 80 columns wide: one column per logger. */
export function textCompare(report: CompareReport, heading: Heading, style: Style): string {
  const sections = [textHeading(report.scenario.name, heading, style)];
  if (report.partial) {
    sections.push(style.unsure(paragraph(`Interrupted: ${finished(report)}. Only these count.`)));
  }
  for (let first = 0; first < report.runs.length; first += RUNS_PER_TABLE) {
    const runs = report.runs.slice(first, first + RUNS_PER_TABLE);
    sections.push(sideBySide(report, runs, style));
  }
  sections.push(timelines(report, style));
  const remarks = remarksOn(report);
  if (remarks.length > 0) sections.push(remarks.map((text) => paragraph(text)).join('\n'));
  sections.push(hashes(report, style));
  return `${sections.join('\n\n')}\n`;
}

function finished(report: CompareReport): string {
  return report.runs
    .map(({ logger, replications, seeds }) => `${logger} ${replications.length} of ${seeds}`)
    .join(', ');
}

const RUNS_PER_TABLE = 3;
const COLUMN_WIDTH = 18;

function sideBySide(report: CompareReport, runs: readonly ComparedRun[], style: Style): string {
  const groups = runs[0]?.groups ?? [];
  const rows = groups.flatMap(({ name }, g) => [
    row(name, runs, ({ groups }) => percent(groups[g]?.share ?? 0)),
    row('', runs, ({ groups }) => percentInterval(groups[g]?.ci95 ?? null)),
  ]);
  rows.push(row('verdict', runs, ({ verdict }) => style[VERDICT_TONE[verdict]](verdict)));
  for (const key of ['recorded', 'lost', 'abandoned', 'pending'] as const) {
    rows.push(row(key, runs, ({ samples }) => countKnown(samples[key])));
  }
  rows.push(
    row('logged after', runs, ({ logging }) => seconds(logging.mean_s)),
    row('lost per request', runs, ({ latency }) => cost(latency.lostPerRequest_s)),
    row('', runs, ({ latency }) => costInterval(latency.lostPerRequestCi95)),
  );
  const figures = table(columnsOf(runs), rows, style.strong);
  const others = runs.filter(isDifferent);
  return others.length === 0 ? figures : `${figures}\n\n${differences(report, others, style)}`;
}

type Different = ComparedRun & { readonly difference: PairedDifference };

function isDifferent(run: ComparedRun): run is Different {
  return run.difference !== null;
}

function differences(report: CompareReport, runs: readonly Different[], style: Style): string {
  const groups = runs[0]?.groups ?? [];
  const rows = groups.flatMap(({ name }, g) => [
    row(name, runs, ({ difference }) => `${points(difference.shares[g]?.mean ?? 0)} points`),
    row('', runs, ({ difference }) => pointsInterval(difference.shares[g]?.ci95 ?? null)),
  ]);
  rows.push(
    row('lost per request', runs, ({ difference }) =>
      costDifference(difference.lostPerRequest_s.mean),
    ),
    row('', runs, ({ difference }) => costDifferenceInterval(difference.lostPerRequest_s.ci95)),
  );
  const title = style.strong(`Difference to ${report.baseline}`);
  return `${title}\n${table(columnsOf(runs), rows, style.faint)}`;
}

function columnsOf(runs: readonly ComparedRun[]): Column[] {
  return [{ title: '' }, ...runs.map(({ logger }) => ({ title: clipName(logger, COLUMN_WIDTH) }))];
}

function row<R extends ComparedRun>(
  label: string,
  runs: readonly R[],
  of: (run: R) => string,
): string[] {
  return [clipName(label, COLUMN_WIDTH), ...runs.map(of)];
}

function timelines(report: CompareReport, style: Style): string {
  const groups = report.runs[0]?.groups ?? [];
  return groups
    .map(({ name }, g) => {
      const rows = report.runs.map(({ logger, groups }) => [
        clipName(logger, 32),
        sparkline(groups[g]?.timeline ?? []),
      ]);
      const title = style.strong(`Share of ${name} over time`);
      return `${title}\n${table([{ title: '' }, { title: '' }], rows, style.faint)}`;
    })
    .join('\n\n');
}

function hashes({ scenario, runs }: CompareReport, style: Style): string {
  const lines = runs.map(
    ({ logger, traceHash, decisionsHash }) =>
      `${clipName(logger, 20).padEnd(20)} trace ${traceHash}  decisions ${decisionsHash}`,
  );
  return style.faint([`scenario ${scenario.hash}`, ...lines].join('\n'));
}
