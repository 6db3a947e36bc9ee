import type { Decision, Judgement } from '../../expectation/judgement.js';
import { DEFAULT_CONFIDENCE } from '../../expectation/spending.js';
import { formOf } from '../../expectation/unit.js';
import { SUMMARY_LEVEL } from '../../measure/level.js';
import type { GroupSummary, ModelGroupVerdict } from '../../measure/summary.js';
import { marginAt, VERDICT_LABELS, VERDICT_TONE } from '../../measure/verdict.js';
import { CAUSES, type Cause, describedCause } from '../../model/cause.js';
import { FEWEST_REPLICATIONS } from '../../stats/interval.js';
import {
  cost,
  costInterval,
  count,
  countKnown,
  fixed,
  levelText,
  percent,
  percentInterval,
  seconds,
} from '../../text/figures.js';
import { busiestTexts } from '../kit/busiest.js';
import { nextText } from '../kit/next.js';
import type { Style } from '../kit/style.js';
import { roomBeside, table } from '../kit/table.js';
import { bar, clipName, paragraph, sparkline, WIDTH, wrap } from '../kit/words.js';
import { advice, leadingCause, type Where } from './advice.js';
import { findingText, needsExploration } from './expectations.js';
import { type Heading, textHeading } from './heading.js';
import type { RunReport } from './report.js';

/** The report of a run as text, 80 columns wide. */
export function textRun(
  report: RunReport,
  heading: Heading,
  options: { readonly byDeployment: boolean },
  style: Style,
): string {
  const sections = [textHeading(report.scenario.name, heading, style)];
  if (report.partial) sections.push(interrupted(report, style));
  if (report.replications.length > 0) {
    sections.push(
      ...shares(report, style),
      ...(options.byDeployment ? [deployments(report, style)] : []),
      ...unevenness(report, options.byDeployment),
      causes(report, style),
      samples(report, style),
      latency(report, style),
      conclusion(report, heading.where, style),
    );
    if (report.expectations.length > 0) sections.push(expectations(report, style));
  }
  sections.push(hashes(report, style));
  return `${sections.join('\n\n')}\n`;
}

function interrupted(report: RunReport, style: Style): string {
  const { length } = report.replications;
  const done = report.replication === null ? `${length} of ${report.seeds}` : `${length} of 1`;
  return style.unsure(`Interrupted: ${done} replications were finished, and only they count.`);
}

/** A table and a chart per model group. */
function shares(report: RunReport, style: Style): string[] {
  return report.verdicts.map(({ modelGroup }) => {
    const groups = report.groups.filter((group) => group.modelGroup === modelGroup);
    const title = report.verdicts.length > 1 ? `Shares in ${modelGroup}` : 'Shares';
    const chart = shareChart(groups, report.duration_s, style);
    return `${style.strong(title)}\n${shareTable(groups, style)}\n\n${chart}`;
  });
}

/** Of the intervals and verdicts of a run; its expectations are judged at their own. */
const LEVEL = levelText(SUMMARY_LEVEL);

/** Longer names of groups are clipped in tables. */
const NAME_WIDTH = 24;

function shareTable(groups: readonly GroupSummary[], style: Style): string {
  const columns = [
    { title: 'deployments', align: 'right' },
    { title: 'of fleet', align: 'right' },
    { title: 'requests', align: 'right' },
    { title: 'share', align: 'right' },
    { title: `${LEVEL} interval` },
  ] as const;
  const figures = groups.map((group) => [
    count(group.deployments),
    percent(group.deploymentShare),
    count(group.requests),
    percent(group.share),
    percentInterval(group.ci95),
  ]);
  const width = Math.min(NAME_WIDTH, roomBeside(columns, figures));
  const rows = groups.map(({ name }, i) => [clipName(name, width), ...(figures[i] ?? [])]);
  return table([{ title: 'group' }, ...columns], rows, style.faint);
}

/** The share as a bar, and in each part of the run from 0 to 100 %. */
function shareChart(groups: readonly GroupSummary[], duration_s: number, style: Style): string {
  const time = `from 0 to ${seconds(duration_s)}`;
  const columns = [{ title: '' }, { title: 'share of requests' }, { title: time }];
  const rows = groups.map((group) => [
    clipName(group.name, NAME_WIDTH),
    bar(group.share, BAR_WIDTH),
    sparkline(group.timeline),
  ]);
  return table(columns, rows, style.faint);
}

const BAR_WIDTH = 25;

function deployments(report: RunReport, style: Style): string {
  const columns = [
    { title: 'deployment' },
    { title: 'requests', align: 'right' },
    { title: 'share', align: 'right' },
    { title: '' },
  ] as const;
  const rows = report.deployments.map((deployment) => [
    clipName(deployment.id, 32),
    count(deployment.requests),
    percent(deployment.share),
    bar(deployment.share, BAR_WIDTH),
  ]);
  return `${style.strong('Deployments')}\n${table(columns, rows, style.faint)}`;
}

/** What shares of all replications together do not show. */
function unevenness({ busiest, replications }: RunReport, all: boolean): string[] {
  const texts = busiestTexts(busiest, replications.length, ({ uneven }) => all || uneven);
  return texts.length === 0 ? [] : [texts.map((text) => paragraph(text, 2)).join('\n')];
}

function causes(report: RunReport, style: Style): string {
  const title = style.strong('Why slower groups were chosen');
  const { unexplained = 0 } = report;
  const total = CAUSES.reduce((sum, cause) => sum + report.causes[cause], unexplained);
  if (total === 0) return `${title}\n  no choice of a slower group has a cause to name`;
  const leading = leadingCause(report.causes);
  const columns = [
    { title: '' },
    { title: 'choices', align: 'right' },
    { title: '', align: 'right' },
  ] as const;
  const rows = CAUSES.filter((cause) => report.causes[cause] > 0).map((cause: Cause) => {
    const paint = cause === leading ? style.strong : (text: string) => text;
    return [
      paint(`${cause === leading ? '>' : ' '} ${describedCause(cause).label}`),
      paint(count(report.causes[cause])),
      paint(percent(report.causes[cause] / total)),
    ];
  });
  if (unexplained > 0) {
    rows.push([
      '  not known: it is not known what is lost',
      count(unexplained),
      percent(unexplained / total),
    ]);
  }
  return `${title}\n${table(columns, rows, style.faint)}`;
}

function samples(report: RunReport, style: Style): string {
  const { completed, unrecordable, pending, recorded, abandoned } = report.samples;
  const { lost, neverStored = 0, lostAfterExpiry = 0, lostInMemory = 0 } = report.samples;
  const rows: [string, number | undefined, string][] = [
    ['completed', completed, ''],
    ['- not recordable', unrecordable, 'never handed to the logger'],
    ['- pending', pending, 'not logged yet when the run ended'],
    ['- abandoned', abandoned, 'given up by the logger'],
    ['- recorded', recorded, ''],
    lost === undefined
      ? ['  of these lost', lost, 'in a structure of the logger’s own; latsim explore tells']
      : ['  of these lost', lost, recorded === 0 ? '' : percent(lost / recorded)],
  ];
  if (neverStored > 0) {
    rows.push(['  never stored', neverStored, 'under a key that the logger’s view reads']);
  }
  if (lostAfterExpiry > 0) {
    rows.push(['  after an expiry', lostAfterExpiry, 'of the map in its writer’s own copy']);
  }
  if (lostInMemory > 0) {
    rows.push(['  lost in memory', lostInMemory, 'of a process, not of the shared copy']);
  }
  if (report.rejected > 0) {
    rows.push([
      'rejected',
      report.rejected,
      'requests that found every deployment over its limits',
    ]);
  }
  const columns = [{ title: '' }, { title: '', align: 'right' }, { title: '' }] as const;
  const cells = rows.map(([label, number, note]) => [
    label,
    (number ?? 0) > 0 && label.endsWith('lost')
      ? style.bad(countKnown(number))
      : countKnown(number),
    style.faint(note),
  ]);
  const { mean_s, p95_s } = report.logging;
  const lag =
    mean_s === null ? '' : `\n  logged ${seconds(mean_s)} after the answer, P95 ${seconds(p95_s)}`;
  return `${style.strong('Samples')}\n${table(columns, cells, style.faint)}${lag}`;
}

function latency(report: RunReport, style: Style): string {
  const { mean_s, p50_s, p95_s, p99_s, lostPerRequest_s, lostPerRequestCi95 } = report.latency;
  const figures = [
    `mean ${seconds(mean_s)}`,
    `P50 ${seconds(p50_s)}`,
    `P95 ${seconds(p95_s)}`,
    `P99 ${seconds(p99_s)}`,
  ].join(', ');
  const interval =
    lostPerRequestCi95 === null ? '' : ` ${costInterval(lostPerRequestCi95)} at ${LEVEL}`;
  const lost = `lost per request: ${cost(lostPerRequest_s)}${interval} against always the fastest`;
  return `${style.strong('What callers wait')}\n  ${figures}\n${paragraph(lost, 2)}`;
}

/** Why a verdict is undecided that has no interval to go by. */
const TOO_FEW = `too few replications for an interval, which takes ${FEWEST_REPLICATIONS}`;

/** The verdict of each model group in words, and what to try next. */
function conclusion(report: RunReport, where: Where, style: Style): string {
  if (report.requests === 0) return style.unsure('No request was served: nothing to judge.');
  const verdicts = report.verdicts.map((verdict) => verdictText(report, verdict, style));
  return [...verdicts, '', nextText(advice(report, where), style)].join('\n');
}

function verdictText(
  report: RunReport,
  { modelGroup, fastest, verdict }: ModelGroupVerdict,
  style: Style,
): string {
  const group = report.groups.find((one) => one.name === fastest) as GroupSummary;
  const where = report.verdicts.length > 1 ? ` of ${modelGroup}` : '';
  const interval = group.ci95 === null ? '' : `, ${percentInterval(group.ci95)} at ${LEVEL}`;
  const why = verdict === 'undecided' && group.ci95 === null ? TOO_FEW : VERDICT_LABELS[verdict];
  const text =
    `Verdict${where}: ${verdict}, ${why}. ${fastest}, the fastest, gets ` +
    `${percent(group.share)} of the requests${interval}; blind choice would give it ` +
    `${percent(group.deploymentShare)} (margin ${fixed(marginAt(group.deploymentShare, report.margin) * 100, 1)} points).`;
  return style[VERDICT_TONE[verdict]](paragraph(text));
}

/** One by one: what is expected, whether it holds, and what was found. */
function expectations(report: RunReport, style: Style): string {
  const lines = report.expectations.flatMap((one) => [
    `  ${decisionText(one, style)}  ${one.expectation}`,
    ...wrap(findingText(one), WIDTH - DECISION_WIDTH - 6).map(
      (line) => `${' '.repeat(DECISION_WIDTH + 6)}${style.faint(line)}`,
    ),
  ]);
  const confidence = style.faint(`  judged together at ${levelText(DEFAULT_CONFIDENCE)}`);
  const others = otherVerdicts(report).map((text) => style.unsure(paragraph(text, 2)));
  return [style.strong('Expectations'), ...lines, confidence, ...others].join('\n');
}

/** Why an expectation says another verdict than the run: a sentence for each that differs. */
function otherVerdicts({ verdict, verdicts, expectations }: RunReport): string[] {
  const sentences = expectations.flatMap(({ unit, estimate, level, parts }) => {
    const [only] = parts;
    const own =
      parts.length < verdicts.length
        ? verdicts.find(({ modelGroup }) => modelGroup === only?.modelGroup)
        : undefined;
    const shown = own?.verdict ?? verdict;
    if (formOf(unit).of !== 'verdicts' || level === null || estimate === shown) return [];
    const of = own === undefined ? '' : ` of ${own.modelGroup}`;
    return `The verdict${of} is ${shown} at ${LEVEL}, but expectations are judged at ${levelText(level)}: there it is ${estimate}.`;
  });
  return [...new Set(sentences)];
}

const DECISION_WIDTH = 'does not hold'.length;
const DECISION: Readonly<Record<Decision, (style: Style) => string>> = {
  pass: (style) => style.good('holds'.padEnd(DECISION_WIDTH)),
  fail: (style) => style.bad('does not hold'),
  inconclusive: (style) => style.unsure('inconclusive'.padEnd(DECISION_WIDTH)),
};

/** Whether it holds; a run does not explore. */
function decisionText(judgement: Judgement, style: Style): string {
  return needsExploration(judgement)
    ? style.faint('not explored'.padEnd(DECISION_WIDTH))
    : DECISION[judgement.decision](style);
}

function hashes({ scenario, traceHash, decisionsHash }: RunReport, style: Style): string {
  return style.faint(`scenario ${scenario.hash}  trace ${traceHash}  decisions ${decisionsHash}`);
}
