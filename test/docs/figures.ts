import { VERDICT_NAMES } from '../../src/measure/verdict.js';
import { leadingCause } from '../../src/report/run/advice.js';
import type { RunReport } from '../../src/report/run/report.js';
import { momentsOf } from '../../src/stats/moments.js';
import {
  cost,
  count,
  countKnown,
  percent,
  percentInterval,
  seconds,
} from '../../src/text/figures.js';

/**
 * Tables of figures. One header cell is a command in code, `latsim run 16x4`; each row's cell
 * there has the rest of it. The columns named below are what that run comes to; all others are
 * prose. A table after a line `<!-- slow -->` is left to `npm run test:slow`.
 */
type Figure = (report: RunReport, row: Row) => string;

const SLOW = '<!-- slow -->';

const FIGURES: Readonly<Record<string, Figure>> = {
  'extra latency per request': ({ latency }) => cost(latency.lostPerRequest_s),
  'fastest group gets': (report) => shareOf(fastestOf(report)),
  'random choice': (report) => percent(fastestOf(report).deploymentShare),
  verdict: ({ verdict }) => VERDICT_NAMES[verdict],
  'leading cause': ({ causes }) => leadingCause(causes) ?? 'none',
  recorded: ({ samples }) => count(samples.recorded),
  lost: ({ samples }) => countKnown(samples.lost),
  abandoned: ({ samples }) => count(samples.abandoned),
  pending: ({ samples }) => count(samples.pending),
  'logged after (mean)': ({ logging }) => seconds(logging.mean_s),
  'decisions hash': ({ decisionsHash }) => `\`${decisionsHash}\``,
};

/** The one group with the lowest true mean. */
function fastestOf({ groups, scenario }: RunReport) {
  const [group, other] = groups.filter(({ fastest }) => fastest);
  if (group === undefined || other !== undefined) {
    throw new Error(`${scenario.name} has not one fastest group`);
  }
  return group;
}

function shareOf({ share, ci95 }: RunReport['groups'][number]): string {
  return `${percent(share)}${ci95 === null ? '' : ` ${percentInterval(ci95)}`}`;
}

function figureOf(column: string): Figure | undefined {
  const name = /^share of `(.*)`$/.exec(column)?.[1];
  if (name !== undefined) {
    return ({ groups }) => {
      const group = groups.find((one) => one.name === name);
      if (group === undefined) throw new Error(`no group is called ${name}`);
      return shareOf(group);
    };
  }
  const predicted = /^predicted (mean|sd|z) of `(.*)`$/.exec(column);
  if (predicted === null) return FIGURES[column];
  const [, what, group = ''] = predicted;
  return (report, row) => {
    const { mean, sd } = spreadOf(report, group);
    if (what === 'mean') return percent(mean);
    if (what === 'sd') return (100 * sd).toFixed(1);
    return ((measuredIn(row) - mean) / sd).toFixed(1);
  };
}

/** Of a group's share: what a single run of that length comes to, 0..1. */
export function spreadOf({ groups, replications }: RunReport, name: string) {
  const position = groups.findIndex((group) => group.name === name);
  if (position < 0) throw new Error(`no group is called ${name}`);
  const { mean, deviation } = momentsOf(
    replications.map(({ shares }) => shares[position] as number),
  );
  return { mean, sd: deviation };
}

/** What a row says was measured, 0..1. */
export function measuredIn(row: Row): number {
  return Number.parseFloat(cellOf(row, 'measured')) / 100;
}

export function cellOf({ cells, columns }: Row, column: string): string {
  return cells[columns.indexOf(column)] ?? '';
}

export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
  readonly columns: readonly string[];
  readonly command: string;
  readonly slow: boolean;
}

/** The commands whose results stand in tables of figures: the quick ones, or those that take long. */
export function figureCommands(lines: readonly string[], slow: boolean): string[] {
  return figureRows(lines)
    .filter((row) => row.slow === slow)
    .map(({ command }) => command);
}

/** The lines with the figures of these reports; where there is none, as they are. */
export function figuresNow(
  lines: readonly string[],
  reports: ReadonlyMap<string, RunReport>,
): readonly string[] {
  const now = [...lines];
  for (const row of figureRows(lines)) {
    const report = reports.get(row.command);
    if (report === undefined) continue;
    const filled = row.cells.map(
      (cell, i) => figureOf(row.columns[i] ?? '')?.(report, row) ?? cell,
    );
    now[row.line] = `| ${filled.join(' | ')} |`;
  }
  return now;
}

export function figureRows(lines: readonly string[]): Row[] {
  const rows: Row[] = [];
  let columns: readonly string[] = [];
  let slow = false;
  for (const [line, text] of lines.entries()) {
    if (!text.startsWith('|')) {
      columns = [];
      slow = text === SLOW;
      continue;
    }
    const cells = cellsOf(text);
    if (columns.length === 0) {
      columns = cells;
      continue;
    }
    const at = columns.findIndex((column) => column.startsWith('`latsim run'));
    const options = /^`(.*)`$/.exec(cells[at] ?? '')?.[1] ?? '';
    if (at < 0 || /^[-:]+$/.test(cells[0] ?? '')) continue;
    const command = `${columns[at]?.replaceAll('`', '')} ${options}`.replace(/\s+/g, ' ').trim();
    rows.push({ line, cells, columns, command, slow });
  }
  return rows;
}

function cellsOf(row: string): string[] {
  return row
    .replace(/^\||\|\s*$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}
