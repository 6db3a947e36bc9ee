import type { Difference } from '../../measure/comparison.js';
import { SUMMARY_LEVEL } from '../../measure/summary.js';
import { VERDICT_TONE } from '../kit/labels.js';
import { type Column, clip, paragraph, sparkline, table } from '../kit/layout.js';
import {
  cost,
  costDifference,
  costDifferenceInterval,
  costInterval,
  count,
  levelText,
  percent,
  percentInterval,
  points,
  pointsInterval,
  seconds,
} from '../kit/numbers.js';
import type { Style } from '../kit/style.js';
import { list } from '../kit/words.js';
import { type Heading, textHeading } from '../run/text.js';
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

/** What a reader must know beside the figures. */
export function remarksOn(report: CompareReport): string[] {
  const level = levelText(SUMMARY_LEVEL);
  const remarks = report.alike.map(
    (loggers) => `${list(loggers)} behave identically: same selections, same stored maps.`,
  );
  if (report.sameArrivals) {
    remarks.push('All met the same arrivals and the same luck; differences are paired.');
  } else {
    remarks.push(
      'The load is a closed loop: users, think times and luck are the same, but when requests arrive depends on the answers and so on the logger.',
    );
  }
  remarks.push(`Intervals and verdicts are at ${level}.`);
  return remarks;
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
    rows.push(row(key, runs, ({ samples }) => count(samples[key])));
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

type Different = ComparedRun & { readonly difference: Difference };

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
  return [{ title: '' }, ...runs.map(({ logger }) => ({ title: clip(logger, COLUMN_WIDTH) }))];
}

function row<R extends ComparedRun>(
  label: string,
  runs: readonly R[],
  of: (run: R) => string,
): string[] {
  return [clip(label, COLUMN_WIDTH), ...runs.map(of)];
}

function timelines(report: CompareReport, style: Style): string {
  const groups = report.runs[0]?.groups ?? [];
  return groups
    .map(({ name }, g) => {
      const rows = report.runs.map(({ logger, groups }) => [
        clip(logger, 32),
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
      `${clip(logger, 20).padEnd(20)} trace ${traceHash}  decisions ${decisionsHash}`,
  );
  return style.faint([`scenario ${scenario.hash}`, ...lines].join('\n'));
}
