import type { ExploreFound } from '../../studies/explore/explore.js';
import {
  adviceMarkdown,
  BOLD,
  escapedMarkdown,
  labelledMarkdown,
  markdownPage,
  markdownTable,
  sourceMarkdown,
} from '../kit/markdown.js';
import { sequenceMarkdown } from '../sequence/markdown.js';
import { exploreFinding } from './finding.js';
import { OVERVIEW_TITLES, overviewRows } from './matrix-verdict.js';
import { scopeText } from './scope.js';
import { type ExploreAsked, subjectsOf, triedRows } from './verdict.js';

/** What an exploration came to, ready for a pull request: finding, table, story, command. */
export function markdownExplore(found: NonNullable<ExploreFound>, asked: ExploreAsked): string {
  const { program, title, said, story, next } = exploreFinding(found, asked);
  return markdownPage([
    `### ${escapedMarkdown(title)}`,
    escapedMarkdown(said),
    tableOf(found, asked),
    ...(story === null ? [] : sequenceMarkdown(story)),
    ...adviceMarkdown(next),
    sourceMarkdown([`${asked.tool.name} ${asked.tool.version}`, ...subjectsOf(program, asked)]),
  ]);
}

function tableOf(found: NonNullable<ExploreFound>, { limits }: ExploreAsked): string {
  switch (found.kind) {
    case 'matrix':
      return markdownTable(
        OVERVIEW_TITLES.map((title, i) => ({ title, align: i === 0 ? 'right' : 'left' })),
        overviewRows(found.report, BOLD),
      );
    case 'explored':
      return labelledMarkdown(triedRows(found.report, limits));
    case 'replayed':
      return labelledMarkdown([
        ['program', scopeText(found.report.program)],
        ['schedule', found.report.schedule],
      ]);
  }
}
