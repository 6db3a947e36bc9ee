import type { Cell } from '../explore/cell.js';
import {
  adviceMarkdown,
  BOLD,
  escapedMarkdown,
  markdownPage,
  markdownTable,
  sourceMarkdown,
} from '../kit/markdown.js';
import {
  type AllAsked,
  adviceAfterAll,
  answer,
  interruptedText,
  PLAIN_TITLES,
  plainRows,
  STRAIN_TITLES,
  strainRows,
  subjectsOf,
} from './matrix.js';

/**
 * The matrix of all loggers, ready for a pull request: finding, tables, commands.
 * @param again the command that repeats it
 */
export function markdownAll(cells: readonly Cell[], asked: AllAsked, again: string): string {
  const { tool } = asked;
  const interrupted = interruptedText(cells, asked);
  const [, finding = interrupted, rest = ''] = /^(.*?)\. (.*)$/s.exec(answer(cells, asked)) ?? [];
  const strains = strainRows(cells, BOLD);
  return markdownPage([
    `### ${escapedMarkdown(finding)}`,
    escapedMarkdown(interrupted),
    escapedMarkdown(rest),
    tableOf(PLAIN_TITLES, plainRows(cells, BOLD)),
    ...(strains.length === 0 ? [] : ['#### Under strain', tableOf(STRAIN_TITLES, strains)]),
    ...adviceMarkdown([...adviceAfterAll(cells), { says: 'To repeat it:', command: again }]),
    sourceMarkdown([`${tool.name} ${tool.version}`, ...subjectsOf(cells, asked)]),
  ]);
}

/** Names may be anybody's; all else is latsim's own words. */
function tableOf(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable(
    titles.map((title) => ({ title })),
    rows.map(([name = '', ...rest]) => [escapedMarkdown(name), ...rest]),
  );
}
