import { VERDICT_NAMES, VERDICT_TONE } from '../../measure/verdict.js';
import {
  cost,
  costDifference,
  costDifferenceInterval,
  costInterval,
  count,
  countKnown,
  percent,
  percentInterval,
  points,
  pointsInterval,
  seconds,
  secondsAlike,
} from '../../text/figures.js';
import type { CommandOption } from '../../text/shell.js';
import { formatDuration } from '../../text/units.js';
import { nextStep } from '../kit/next.js';
import type { Style } from '../kit/style.js';
import { type Column, roomBeside, table } from '../kit/table.js';
import { clipName, paragraph, sparkline } from '../kit/words.js';
import { briefHeading, fullHeading, type Heading } from '../run/heading.js';
import { LEVEL } from '../run/level.js';
import { lossWord } from '../run/loss-word.js';
import { precisionText } from '../run/precision-text.js';
import { reasonsOf } from '../run/reasons.js';
import { source } from '../run/text.js';
import { warningsText } from '../run/warnings.js';
import { compareAdvice } from './advice.js';
import {
  conclusionOf,
  type Different,
  fastestOf,
  interruption,
  isDifferent,
} from './conclusion.js';
import { remarksOn } from './remarks.js';
import { type ComparedRun, type CompareReport, ONE_OF } from './report.js';

/** What a text has beside its answer. */
export interface CompareDetails {
  /** How it was set up, what it assumes, and every figure. */
  readonly verbose?: boolean;
  /** The variants as commands name them, in the order of the runs. */
  readonly variants: readonly CommandOption[];
}

/** The report of a comparison as text, 80 columns wide: its conclusion, what supports it, and why. */
export function textCompare(
  report: CompareReport,
  heading: Heading,
  { verbose = false, variants }: CompareDetails,
  style: Style,
): string {
  const { scenario, runs } = report;
  const names = runs.map(({ variant }) => clipName(variant, 20)).join(', ');
  const compared = names.length <= NAMES_WIDTH ? names : `${runs.length} ${report.compared}`;
  const sections = [briefHeading(scenario.name, compared, heading, style)];
  if (report.partial) {
    sections.push(style.unsure(paragraph(interruption(report))));
  }
  sections.push(
    [conclusion(report, style), ...precisionText(runs, style)].join('\n'),
    ...warningsText(runs[0]?.assumes ?? [], style),
  );
  sections.push(...report.warnings.map((warning) => style.unsure(paragraph(warning, 2))));
  sections.push(...inShort(report, style));
  if (verbose) sections.push(...inFull(report, style));
  const remarks = remarksOn(report);
  sections.push(style.faint(paragraph(remarks.join(' '))));
  sections.push(...nextStep(compareAdvice(report, heading.where, variants), style));
  if (verbose) {
    sections.push(fullHeading(heading, style));
    sections.push(`${hashes(report, style)}\n${source(runs[0] as ComparedRun, true, style)}`);
  } else {
    sections.push(source(runs[0] as ComparedRun, false, style));
  }
  return `${sections.join('\n\n')}\n`;
}

/** Variants are named in the first line where that is not longer. */
const NAMES_WIDTH = 40;

function conclusion(report: CompareReport, style: Style): string {
  return conclusionOf(report)
    .map((sentence) => style.strong(paragraph(sentence, 2)))
    .join('\n');
}

/** Longer names of variants are clipped in tables. */
const NAME_WIDTH = 24;

/** A line per variant: what the fastest group gets, what was lost, what it costs; and why. */
function inShort(report: CompareReport, style: Style): string[] {
  const { runs, compared } = report;
  const [first] = runs;
  if (first === undefined) return [];
  const fastest = fastestOf(first);
  const several = fastest.length > 1;
  const overall: Columns = [
    ...(compared === 'loggers'
      ? [[{ title: lossWord(runs), align: 'right' }, lostOf] satisfies Columns[number]]
      : []),
    [{ title: 'extra latency', align: 'right' }, ({ latency }) => cost(latency.lostPerRequest_s)],
  ];
  const tables = fastest.map(({ at, name, modelGroup }, m) => {
    const own: Columns = [
      [{ title: 'share', align: 'right' }, ({ groups }) => percent(groups[at]?.share ?? 0)],
      [{ title: `${LEVEL} CI` }, ({ groups }) => percentInterval(groups[at]?.ci95 ?? null)],
      [{ title: 'verdict' }, ({ verdicts }) => verdictName(verdicts[m])],
    ];
    const of = several ? ` of ${clipName(modelGroup, 24)}` : '';
    const title = `Share of ${clipName(name, 40)}, the fastest group${of}`;
    const paint = (run: ComparedRun) =>
      style[VERDICT_TONE[run.verdicts[m]?.verdict ?? run.verdict]];
    return `${style.strong(title)}\n${perVariant(report, several ? own : [...own, ...overall], style, paint)}`;
  });
  return [
    ...tables,
    ...(several ? [perVariant(report, overall, style)] : []),
    ...(compared === 'strategies' ? waiting(report, style) : []),
    ...fastest.map(({ at, name }) => timeline(report, at, name, style)),
    ...reasons(report, style),
  ];
}

function lostOf({ samples }: ComparedRun): string {
  return countKnown(samples.lost);
}

/** How long callers wait under each strategy, and how much the busiest deployment of any group takes. */
function waiting(report: CompareReport, style: Style): string[] {
  const times = report.runs.flatMap(({ latency: { p50_s, p95_s, p99_s } }) => [
    p50_s,
    p95_s,
    p99_s,
  ]);
  const texts = secondsAlike(times);
  const at = (which: number) => (run: ComparedRun) =>
    texts[3 * report.runs.indexOf(run) + which] as string;
  const columns: Columns = [
    [{ title: 'P50', align: 'right' }, at(0)],
    [{ title: 'P95', align: 'right' }, at(1)],
    [{ title: 'P99', align: 'right' }, at(2)],
    [{ title: 'busiest deployment' }, busiestText],
  ];
  return [
    `${style.strong('Latency, and the busiest deployment')}\n${perVariant(report, columns, style)}`,
  ];
}

/** `25.1% [24.8, 25.4] in gpt-4.1`: the one that takes most, of the groups of several deployments. */
function busiestText({ busiest }: ComparedRun): string {
  const several = busiest.filter(({ deployments }) => deployments > 1);
  const [first, ...others] = several.length > 0 ? several : busiest;
  if (first === undefined) return '-';
  const most = others.reduce((one, other) => (other.mean > one.mean ? other : one), first);
  const where = busiest.length > 1 ? ` in ${clipName(most.group, 16)}` : '';
  return `${percent(most.mean)} ${percentInterval(most.ci95)}${where}`;
}

type Columns = (readonly [Column, (run: ComparedRun) => string])[];

/** A table with a line per variant. @param paint what the cells are painted with */
function perVariant(
  { runs, compared }: CompareReport,
  columns: Columns,
  style: Style,
  paint: (run: ComparedRun) => (text: string) => string = () => (text) => text,
): string {
  const cells = runs.map((run) => columns.map(([, of]) => of(run)));
  const titles = columns.map(([column]) => column);
  const room = Math.min(NAME_WIDTH, roomBeside(titles, cells));
  const rows = runs.map((run, i) => [
    clipName(run.variant, room),
    ...(cells[i] ?? []).map((cell, at) =>
      ['share', 'verdict'].includes(titles[at]?.title ?? '') ? paint(run)(cell) : cell,
    ),
  ]);
  return table([{ title: ONE_OF[compared] }, ...titles], rows, style.faint);
}

function verdictName(one: ComparedRun['verdicts'][number] | undefined): string {
  return one === undefined ? '' : VERDICT_NAMES[one.verdict];
}

function timeline(report: CompareReport, group: number, name: string, style: Style): string {
  const rows = report.runs.map(({ variant, groups }) => [
    clipName(variant, 32),
    sparkline(groups[group]?.timeline ?? []),
  ]);
  const over = formatDuration(report.runs[0]?.duration_s ?? 0);
  const title = `Share of ${clipName(name, 40)} over ${over}`;
  return `${style.strong(title)}\n${table([{ title: '' }, { title: '' }], rows, style.faint)}`;
}

/** The most frequent cause, by variant. */
function reasons({ runs }: CompareReport, style: Style): string[] {
  const found = runs.flatMap((run) => {
    const all = [...reasonsOf(run)].sort((a, b) => b.choices - a.choices);
    const [most] = all;
    if (most === undefined) return [];
    const total = all.reduce((sum, { choices }) => sum + choices, 0);
    return [{ variant: run.variant, cells: [percent(most.choices / total), most.says] }];
  });
  if (found.length === 0) return [];
  const columns: Column[] = [{ title: '', align: 'right' }, { title: '' }];
  const room = Math.min(
    NAME_WIDTH,
    roomBeside(
      columns,
      found.map(({ cells }) => cells),
    ),
  );
  const rows = found.map(({ variant, cells }) => [clipName(variant, room), ...cells]);
  const title = style.strong('Why slower groups were chosen, most of all');
  return [`${title}\n${table([{ title: '' }, ...columns], rows, style.faint)}`];
}

/** Every figure, side by side. */
function inFull(report: CompareReport, style: Style): string[] {
  const sections: string[] = [];
  for (let first = 0; first < report.runs.length; first += RUNS_PER_TABLE) {
    const runs = report.runs.slice(first, first + RUNS_PER_TABLE);
    sections.push(sideBySide(report, runs, style));
  }
  const fastest = fastestOf(report.runs[0] as ComparedRun).map(({ at }) => at);
  for (const [at, { name }] of (report.runs[0]?.groups ?? []).entries()) {
    if (!fastest.includes(at)) sections.push(timeline(report, at, name, style));
  }
  return sections;
}

const RUNS_PER_TABLE = 3;
const COLUMN_WIDTH = 18;

function sideBySide(report: CompareReport, runs: readonly ComparedRun[], style: Style): string {
  const groups = runs[0]?.groups ?? [];
  const rows = groups.flatMap(({ name }, g) => [
    row(name, runs, ({ groups }) => percent(groups[g]?.share ?? 0)),
    row('', runs, ({ groups }) => percentInterval(groups[g]?.ci95 ?? null)),
  ]);
  rows.push(
    row('verdict', runs, ({ verdict }) => style[VERDICT_TONE[verdict]](VERDICT_NAMES[verdict])),
  );
  rows.push(row('recorded', runs, ({ samples }) => count(samples.recorded)));
  rows.push(row(lossWord(report.runs), runs, ({ samples }) => countKnown(samples.lost)));
  for (const key of ['abandoned', 'pending'] as const) {
    rows.push(row(key, runs, ({ samples }) => count(samples[key])));
  }
  rows.push(
    row('logged after', runs, ({ logging }) => seconds(logging.mean_s)),
    row('extra latency', runs, ({ latency }) => cost(latency.lostPerRequest_s)),
    row('', runs, ({ latency }) => costInterval(latency.lostPerRequestCi95)),
  );
  const figures = table(columnsOf(runs), rows, style.strong);
  const others = runs.filter(isDifferent);
  return others.length === 0 ? figures : `${figures}\n\n${differences(report, others, style)}`;
}

function differences(report: CompareReport, runs: readonly Different[], style: Style): string {
  const groups = runs[0]?.groups ?? [];
  const rows = groups.flatMap(({ name }, g) => [
    row(name, runs, ({ difference }) => `${points(difference.shares[g]?.mean ?? 0)} points`),
    row('', runs, ({ difference }) => pointsInterval(difference.shares[g]?.ci95 ?? null)),
  ]);
  rows.push(
    row('extra latency', runs, ({ difference }) =>
      costDifference(difference.lostPerRequest_s.mean),
    ),
    row('', runs, ({ difference }) => costDifferenceInterval(difference.lostPerRequest_s.ci95)),
  );
  if (report.compared === 'strategies') {
    rows.push(
      row('latency', runs, ({ difference }) => costDifference(difference.latency_s.mean)),
      row('', runs, ({ difference }) => costDifferenceInterval(difference.latency_s.ci95)),
    );
  }
  const title = style.strong(`Difference to ${clipName(report.baseline, 60)}`);
  return `${title}\n${table(columnsOf(runs), rows, style.faint)}`;
}

function columnsOf(runs: readonly ComparedRun[]): Column[] {
  return [
    { title: '' },
    ...runs.map(({ variant }) => ({ title: clipName(variant, COLUMN_WIDTH) })),
  ];
}

function row<R extends ComparedRun>(
  label: string,
  runs: readonly R[],
  of: (run: R) => string,
): string[] {
  return [clipName(label, COLUMN_WIDTH), ...runs.map(of)];
}

function hashes({ runs }: CompareReport, style: Style): string {
  const lines = runs.map(
    ({ variant, traceHash, decisionsHash }) =>
      `${clipName(variant, 20).padEnd(20)} trace ${traceHash}  decisions ${decisionsHash}`,
  );
  return style.faint(lines.join('\n'));
}
