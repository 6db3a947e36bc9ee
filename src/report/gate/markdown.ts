import { figureText, intervalText, marginText } from '../../expectation/figures.js';
import type { GateTerms } from '../../studies/gate/plan.js';
import { printable } from '../../text/harmless.js';
import { escapedMarkdown } from '../compare/markdown.js';
import { baselineCells, baselineTitles } from './baseline.js';
import {
  type BaselineReport,
  type GateReport,
  type GateRun,
  type JudgedExpectation,
  tallyText,
  unevennessOf,
} from './report.js';
import type { Reporter } from './reporter.js';
import { termsText } from './terms.js';

export const markdown: Reporter = {
  name: 'markdown',
  says: 'for a comment on a pull request',
  report: markdownGate,
};

const MARKS = { pass: 'pass', fail: '**FAIL**', inconclusive: '*undecided*' } as const;

/** A gate's report as Markdown, ready for a comment on a pull request. */
export function markdownGate(report: GateReport): string {
  const { decision, partial, runs, baseline, tool } = report;
  const lines = [`### latsim gate: ${MARKS[decision]}`, ''];
  if (partial) lines.push(`**Interrupted:** not finished: ${list(report.unfinished)}.`, '');
  if (runs.length > 0) {
    lines.push(`${tallyText(report)}.`, '', ...resultTable(runs), '');
    lines.push(...runs.flatMap(details), ...runs.flatMap(unevenness));
  }
  if (baseline !== null) lines.push(...baselineTable(baseline, report.terms), '');
  lines.push('<details><summary>How it was judged</summary>', '');
  lines.push(...termsText(report).map((text) => `- ${escapedMarkdown(text)}`));
  lines.push(`- ${tool.name} ${tool.version}`);
  for (const { name, hash } of report.scenarios) {
    lines.push(`- scenario ${escapedMarkdown(name)} ${hash}`);
  }
  lines.push('', '</details>');
  return `${lines.join('\n')}\n`;
}

function resultTable(runs: readonly GateRun[]): string[] {
  const rows = runs.flatMap(({ scenario, logger, expectations }) =>
    expectations.map((one) =>
      row([
        escapedMarkdown(`${scenario} ${logger}`),
        code(one.expectation),
        MARKS[one.decision],
        escapedMarkdown(`${figureText(one, one.estimate)}${intervalText(one)}`),
        escapedMarkdown(figureText(one, one.threshold)),
        escapedMarkdown(marginText(one)),
        String(one.replications),
      ]),
    ),
  );
  return [
    row(['run', 'expectation', '', 'estimate', 'threshold', 'margin', 'replications']),
    '|---|---|---|---:|---:|---:|---:|',
    ...rows,
  ];
}

/** What does not pass, in words. */
function details({ scenario, logger, expectations }: GateRun): string[] {
  return expectations
    .filter(({ decision }) => decision !== 'pass')
    .flatMap((one) => [...detail(`${scenario} ${logger}`, one), '']);
}

function unevenness(run: GateRun): string[] {
  const texts = unevennessOf(run);
  if (texts.length === 0) return [];
  const name = escapedMarkdown(`${run.scenario} ${run.logger}`);
  return [...texts.map((text) => `- ${name}: ${escapedMarkdown(text)}`), ''];
}

function detail(run: string, { decision, expectation, meaning, replay, note }: JudgedExpectation) {
  return [
    `${MARKS[decision]} ${escapedMarkdown(run)}: ${code(expectation)}. ${escapedMarkdown(meaning)}`,
    '',
    ...fenced(replay),
    ...(note === undefined ? [] : ['', escapedMarkdown(note.text), '', ...fenced(note.command)]),
  ];
}

function fenced(command: string): string[] {
  return ['```sh', command, '```'];
}

function baselineTable({ runs, notes }: BaselineReport, { confidence }: GateTerms): string[] {
  const rows = runs.flatMap(({ scenario, logger, figures }) =>
    figures.map((change) =>
      row([scenario, logger, ...baselineCells(change)].map((cell) => escapedMarkdown(cell))),
    ),
  );
  return [
    '#### Against the baseline',
    '',
    ...notes.map((note) => `- ${escapedMarkdown(note)}`),
    ...(notes.length > 0 ? [''] : []),
    row(['scenario', 'logger', ...baselineTitles(confidence)]),
    '|---|---|---|---:|---:|---:|',
    ...rows,
  ];
}

/** As code, in a table too; a name with a backtick in it as text. */
function code(text: string): string {
  const line = printable(text);
  return line.includes('`') ? escapedMarkdown(line) : `\`${line.replaceAll('|', '\\|')}\``;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function list(names: readonly string[]): string {
  return names.map((name) => escapedMarkdown(name)).join(', ');
}
