import type { ExploreFound } from '../../studies/explore/explore.js';
import type { ExploreReport, ProgramReport, ReplayReport } from '../../studies/explore/found.js';
import {
  isViolated,
  leadingProgram,
  type MatrixReport,
} from '../../studies/explore/small-matrix.js';
import type { Advice } from '../../text/advice.js';
import {
  adviceMarkdown,
  escapedMarkdown,
  labelledMarkdown,
  markdownPage,
  markdownTable,
  sourceMarkdown,
} from '../kit/markdown.js';
import { PLAIN, type Style } from '../kit/style.js';
import { sequenceMarkdown } from '../sequence/markdown.js';
import type { Sequence } from '../sequence/sequence.js';
import {
  adviceAfterMatrix,
  bounds,
  matrixVerdict,
  OVERVIEW_TITLES,
  overviewRows,
} from './matrix-verdict.js';
import { scopeText } from './scope.js';
import { sequenceOfReplay, sequenceOfViolation } from './sequence.js';
import {
  adviceAfter,
  type ExploreAsked,
  replayAdvice,
  replayVerdict,
  triedRows,
  verdict,
} from './verdict.js';

/** What an exploration came to, ready for a pull request: finding, table, story, command. */
export function markdownExplore(found: NonNullable<ExploreFound>, asked: ExploreAsked): string {
  switch (found.kind) {
    case 'matrix':
      return ofMatrix(found.report, asked);
    case 'explored':
      return ofProgram(found.report, asked);
    case 'replayed':
      return ofSchedule(found.report, asked);
  }
}

function ofMatrix(report: MatrixReport, asked: ExploreAsked): string {
  const leading = leadingProgram(report);
  const { violation } = leading;
  const said = matrixVerdict(report, asked.limits, PLAIN);
  const open = isViolated(leading) ? '' : bounds(report, asked.limits, PLAIN);
  return page(leading, asked, {
    said: unwrapped(`${said}\n${open}`),
    table: markdownTable(
      OVERVIEW_TITLES.map((title, i) => ({ title, align: i === 0 ? 'right' : 'left' })),
      overviewRows(report, BOLD),
    ),
    story: violation === null ? null : sequenceOfViolation(violation, asked.tool),
    next: adviceAfterMatrix(report, asked),
  });
}

function ofProgram(report: ExploreReport, asked: ExploreAsked): string {
  const { violation } = report;
  return page(report, asked, {
    said: unwrapped(verdict(report, asked.limits, PLAIN)),
    table: labelledMarkdown(triedRows(report, asked.limits)),
    story: violation === null ? null : sequenceOfViolation(violation, asked.tool),
    next: adviceAfter(report, asked),
  });
}

function ofSchedule(report: ReplayReport, asked: ExploreAsked): string {
  const { program, schedule } = report;
  return page(program, asked, {
    said: replayVerdict(report),
    table: labelledMarkdown([
      ['program', scopeText(program)],
      ['schedule', schedule],
    ]),
    story: sequenceOfReplay(report, asked.tool),
    next: replayAdvice(report, asked.logger),
  });
}

/** What goes wrong stands out. */
const BOLD: Style = { ...PLAIN, bad: (text) => `**${text}**` };

interface Parts {
  readonly said: string;
  readonly table: string;
  readonly story: Sequence | null;
  readonly next: readonly Advice[];
}

/** The first sentence is the heading. */
function page(
  { logger, profile }: ProgramReport,
  { tool }: ExploreAsked,
  { said, table, story, next }: Parts,
): string {
  const title = story?.title ?? said.replace(/[.:] .*$/s, '');
  return markdownPage([
    `### ${escapedMarkdown(title)}`,
    escapedMarkdown(said),
    table,
    ...(story === null ? [] : sequenceMarkdown(story)),
    ...adviceMarkdown(next),
    sourceMarkdown([`${tool.name} ${tool.version}`, logger, `profile ${profile}`]),
  ]);
}

/** What was broken into lines for a page of text, as one. */
function unwrapped(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
