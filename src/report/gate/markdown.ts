import { figureText, intervalText, marginText } from '../../expectation/figures.js';
import type { GateTerms } from '../../studies/gate/plan.js';
import {
  adviceMarkdown,
  codeMarkdown,
  escapedMarkdown,
  foldedMarkdown,
  markdownPage,
  markdownTable,
} from '../kit/markdown.js';
import { sequenceMarkdown } from '../sequence/markdown.js';
import { baselineCells, baselineTitles } from './baseline.js';
import { conclusion } from './conclusion.js';
import {
  type BaselineReport,
  decisionOver,
  type GateReport,
  type GateRun,
  type JudgedExpectation,
  runName,
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

/**
 * A gate's report as Markdown, ready for a comment on a pull request: what it came to, a line for each
 * run that passes, and all there is to say of what does not.
 */
export function markdownGate(report: GateReport): string {
  const { partial, runs, baseline, terms } = report;
  const open = runs.flatMap((run) =>
    run.expectations
      .filter(({ decision }) => decision !== 'pass')
      .map((expectation) => ({ run, expectation })),
  );
  return markdownPage([
    `### ${escapedMarkdown(runs.length > 0 ? conclusion(report).replace(/\.$/, '') : 'The gate was interrupted')}`,
    ...(partial ? [`**Interrupted:** not finished: ${names(report.unfinished)}.`] : []),
    ...(open.length > 0 ? [resultTable(open)] : []),
    ...(runs.length > 0 ? [runsTable(runs)] : []),
    ...open.flatMap(({ run, expectation }) => detail(run, expectation)),
    ...(baseline === null ? [] : baselineBlocks(baseline, terms)),
    foldedMarkdown('How it was judged', judged(report)),
  ]);
}

/** A line for each run. */
function runsTable(runs: readonly GateRun[]): string {
  const right = { align: 'right' as const };
  return markdownTable(
    [
      { title: 'scenario' },
      { title: 'logger' },
      { title: '' },
      { title: 'expectations that hold', ...right },
    ],
    runs.map(({ scenario, logger, expectations }) => {
      const holds = expectations.filter(({ decision }) => decision === 'pass').length;
      return [
        escapedMarkdown(scenario),
        escapedMarkdown(logger),
        MARKS[decisionOver(expectations.map(({ decision }) => decision))],
        `${holds} of ${expectations.length}`,
      ];
    }),
  );
}

interface Open {
  readonly run: GateRun;
  readonly expectation: JudgedExpectation;
}

/** What does not pass. */
function resultTable(open: readonly Open[]): string {
  const right = { align: 'right' as const };
  return markdownTable(
    [
      { title: 'run' },
      { title: 'expectation' },
      { title: '' },
      { title: 'estimate', ...right },
      { title: 'threshold', ...right },
      { title: 'margin', ...right },
      { title: 'replications', ...right },
    ],
    open.map(({ run: { scenario, logger }, expectation: one }) => [
      escapedMarkdown(`${scenario} ${logger}`),
      codeMarkdown(one.expectation),
      MARKS[one.decision],
      escapedMarkdown(`${figureText(one, one.estimate)}${intervalText(one)}`),
      escapedMarkdown(figureText(one, one.threshold)),
      escapedMarkdown(marginText(one)),
      String(one.replications),
    ]),
  );
}

/** What there is to say of one that does not pass: what it means, its story and its command. */
function detail(run: GateRun, one: JudgedExpectation): string[] {
  const { decision, expectation, meaning, replay, story, note } = one;
  const name = escapedMarkdown(`${run.scenario} ${run.logger}`);
  return [
    `${MARKS[decision]} ${name}: ${codeMarkdown(expectation)}. ${escapedMarkdown(meaning)}`,
    ...(story === undefined ? [] : sequenceMarkdown(story)),
    ...adviceMarkdown([
      { says: 'Rerun:', command: replay },
      ...(note === undefined ? [] : [{ says: note.text, command: note.command }]),
    ]),
  ];
}

function judged(report: GateReport): string {
  const { tool, runs, scenarios } = report;
  const uneven = runs.flatMap((run) => unevennessOf(run).map((text) => `${runName(run)}: ${text}`));
  return [
    ...[...termsText(report), ...uneven].map((text) => `- ${escapedMarkdown(text)}`),
    `- ${tool.name} ${tool.version}`,
    ...scenarios.map(({ name, hash }) => `- scenario ${escapedMarkdown(name)} ${hash}`),
  ].join('\n');
}

function baselineBlocks({ runs, notes }: BaselineReport, { confidence }: GateTerms): string[] {
  const rows = runs.flatMap(({ scenario, logger, figures }) =>
    figures.map((change) =>
      [scenario, logger, ...baselineCells(change)].map((cell) => escapedMarkdown(cell)),
    ),
  );
  const columns = ['scenario', 'logger', ...baselineTitles(confidence)].map((title, i) => ({
    title,
    align: i < 3 ? ('left' as const) : ('right' as const),
  }));
  return [
    '#### Against the baseline',
    notes.map((note) => `- ${escapedMarkdown(note)}`).join('\n'),
    markdownTable(columns, rows),
  ];
}

function names(all: readonly string[]): string {
  return all.map((name) => escapedMarkdown(name)).join(', ');
}
