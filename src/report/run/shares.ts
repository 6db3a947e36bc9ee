import type { GroupSummary, ModelGroupVerdict } from '../../measure/summary.js';
import { count, percent, percentInterval } from '../../text/figures.js';
import { formatDuration } from '../../text/units.js';
import type { Style } from '../kit/style.js';
import { type Column, roomBeside, table } from '../kit/table.js';
import { bar, clipName, sparkline } from '../kit/words.js';
import { LEVEL } from './level.js';
import type { RunReport } from './report.js';

type Tables = (
  groups: readonly GroupSummary[],
  paint: (group: GroupSummary) => (text: string) => string,
  report: RunReport,
  style: Style,
) => string;

/** A table per model group, with its name where there are several. */
function perModelGroup(report: RunReport, style: Style, tables: Tables): string[] {
  return report.verdicts.map(({ modelGroup, verdict }) => {
    const groups = report.groups.filter((group) => group.modelGroup === modelGroup);
    const shown = tables(groups, paintOf(verdict, style), report, style);
    if (report.verdicts.length === 1) return shown;
    return `  ${style.strong(clipName(modelGroup, 76))}\n${shown}`;
  });
}

/** The colour of a group; none where no group is to be preferred. */
function paintOf(verdict: ModelGroupVerdict['verdict'], style: Style) {
  return ({ fastest }: GroupSummary) =>
    verdict === 'not-applicable' ? (text: string) => text : fastest ? style.fast : style.slow;
}

/** Shares in short: part of the fleet, requests, share and interval, and how it was over time. */
export function sharesText(report: RunReport, style: Style): string[] {
  return perModelGroup(report, style, shortTable);
}

const shortTable: Tables = (groups, paint, { duration_s }, style) => {
  const columns = [
    { title: 'fleet', align: 'right' },
    { title: 'requests', align: 'right' },
    { title: 'share', align: 'right' },
    { title: `${LEVEL} CI` },
  ] as const satisfies readonly Column[];
  const over = { title: `over ${formatDuration(duration_s)}` };
  const figures = groups.map((group) => [
    percent(group.deploymentShare).replace('.0%', '%'),
    count(group.requests),
    percent(group.share),
    percentInterval(group.ci95),
  ]);
  const lines = groups.map(({ timeline }) => sparkline(timeline));
  const longest = Math.max(...groups.map(({ name }) => name.length));
  const beside = roomBeside(
    [...columns, over],
    figures.map((cells, i) => [...cells, lines[i] as string]),
  );
  const besideLine = longest <= beside;
  const room = besideLine ? beside : roomBeside(columns, figures);
  const rows = groups.map((group, i) => {
    const [fleet = '', requests = '', share = '', interval = ''] = figures[i] ?? [];
    const painted = paint(group);
    const cells = [painted(clipName(group.name, room)), fleet, requests, painted(share), interval];
    return besideLine ? [...cells, painted(lines[i] as string)] : cells;
  });
  const title = { title: 'group' };
  if (besideLine) return table([title, ...columns, over], rows, style.faint);
  // Long names leave no room for the time line: it stands below.
  const below = groups.map((group, i) => [
    paint(group)(clipName(group.name, LONG_NAME)),
    paint(group)(lines[i] as string),
  ]);
  return [
    table([title, ...columns], rows, style.faint),
    '',
    table([{ title: '' }, over], below, style.faint),
  ].join('\n');
};

/** Longer names are clipped beside bars and time lines. */
const LONG_NAME = 48;
const NAME_WIDTH = 24;
const BAR_WIDTH = 25;

/** The same in full, with bars. */
export function sharesInFull(report: RunReport, style: Style): string[] {
  return perModelGroup(
    report,
    style,
    (groups, paint) =>
      `${fullTable(groups, paint, report, style)}\n\n${shareChart(groups, paint, report, style)}`,
  );
}

const fullTable: Tables = (groups, paint, _, style) => {
  const columns = [
    { title: 'deployments', align: 'right' },
    { title: 'of fleet', align: 'right' },
    { title: 'requests', align: 'right' },
    { title: 'share', align: 'right' },
    { title: `${LEVEL} CI` },
  ] as const;
  const figures = groups.map((group) => [
    count(group.deployments),
    percent(group.deploymentShare),
    count(group.requests),
    percent(group.share),
    percentInterval(group.ci95),
  ]);
  const width = Math.min(NAME_WIDTH, roomBeside(columns, figures));
  const rows = groups.map((group, i) => [
    paint(group)(clipName(group.name, width)),
    ...(figures[i] ?? []),
  ]);
  return table([{ title: 'group' }, ...columns], rows, style.faint);
};

/** The share as a bar, and in each part of the run from 0 to 100 %. */
const shareChart: Tables = (groups, paint, { duration_s }, style) => {
  const time = `from 0 to ${formatDuration(duration_s)}`;
  const columns = [{ title: '' }, { title: 'share of requests' }, { title: time }];
  const rows = groups.map((group) =>
    [clipName(group.name, NAME_WIDTH), bar(group.share, BAR_WIDTH), sparkline(group.timeline)].map(
      paint(group),
    ),
  );
  return table(columns, rows, style.faint);
};

/** A line per deployment. */
export function deploymentsText(report: RunReport, style: Style): string {
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
