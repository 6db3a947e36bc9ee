import { leadingCause } from '../../src/report/run/advice.js';
import type { RunReport } from '../../src/report/run/report.js';
import { cost, count, percent, percentInterval, seconds } from '../../src/text/figures.js';

/**
 * Tables of figures. One header cell is a command in code, `latsim run 16x4`; each row's cell
 * there has the rest of it. The columns named below are what that run comes to; all others are
 * prose.
 */
const FIGURES: Readonly<Record<string, (report: RunReport) => string>> = {
  'lost per request': ({ latency }) => cost(latency.lostPerRequest_s),
  verdict: ({ verdict }) => verdict,
  'leading cause': ({ causes }) => leadingCause(causes) ?? 'none',
  recorded: ({ samples }) => count(samples.recorded),
  lost: ({ samples }) => count(samples.lost),
  abandoned: ({ samples }) => count(samples.abandoned),
  pending: ({ samples }) => count(samples.pending),
  'logged after (mean)': ({ logging }) => seconds(logging.mean_s),
  'decisions hash': ({ decisionsHash }) => `\`${decisionsHash}\``,
};

function figureOf(column: string): ((report: RunReport) => string) | undefined {
  const name = /^share of `(.*)`$/.exec(column)?.[1];
  if (name === undefined) return FIGURES[column];
  return ({ groups }) => {
    const group = groups.find((one) => one.name === name);
    if (group === undefined) throw new Error(`no group is called ${name}`);
    return `${percent(group.share)} ${percentInterval(group.ci95)}`;
  };
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
  readonly columns: readonly string[];
  readonly command: string;
}

/** The commands whose results stand in tables of figures. */
export function figureCommands(lines: readonly string[]): string[] {
  return rowsOf(lines).map(({ command }) => command);
}

/** The lines with the figures of these reports. */
export function figuresNow(
  lines: readonly string[],
  reports: ReadonlyMap<string, RunReport>,
): readonly string[] {
  const now = [...lines];
  for (const { line, cells, columns, command } of rowsOf(lines)) {
    const report = reports.get(command) as RunReport;
    const filled = cells.map((cell, i) => figureOf(columns[i] ?? '')?.(report) ?? cell);
    now[line] = `| ${filled.join(' | ')} |`;
  }
  return now;
}

function rowsOf(lines: readonly string[]): Row[] {
  const rows: Row[] = [];
  let columns: readonly string[] = [];
  for (const [line, text] of lines.entries()) {
    if (!text.startsWith('|')) {
      columns = [];
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
    rows.push({ line, cells, columns, command });
  }
  return rows;
}

function cellsOf(row: string): string[] {
  return row
    .replace(/^\||\|\s*$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}
