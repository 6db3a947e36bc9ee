import type { Advice } from '../../text/advice.js';
import { printable, withoutUnseen } from '../../text/harmless.js';

/**
 * Text that means itself in Markdown as GitHub reads it, in a table too: no markup, and nobody is
 * mentioned, no issue, commit or address linked. These are looked for in what is shown, where a
 * backslash is gone; a comment that is not shown comes between.
 */
export function escapedMarkdown(text: string): string {
  return withoutUnseen(text, ' ')
    .replace(/[\\`*_{}[\]<>#|~&$]/g, '\\$&')
    .replace(/^(\s*)([-+])(?=\s)/, '$1\\$2')
    .replace(/^(\s*\d+)(?=[.)]\s)/, '$1<!-- -->')
    .replace(/(?<=@|\\#|\bGH-|\bwww(?=\.)|:(?=\/\/))(?=\S)/gi, '<!-- -->');
}

/** Text that stands out, as what has to be known with an answer. */
export function boldMarkdown(text: string): string {
  return `**${escapedMarkdown(text)}**`;
}

/** As code, in a table too; a name with a backtick in it as text. */
export function codeMarkdown(text: string): string {
  const line = printable(text);
  return line.includes('`') ? escapedMarkdown(line) : `\`${line.replaceAll('|', '\\|')}\``;
}

/** A block that is shown as it is, whatever is in it. @param language 'sh', 'mermaid' */
export function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}

/** A column of a table. */
export interface MarkdownColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** A table; titles and cells are Markdown. */
export function markdownTable(
  columns: readonly MarkdownColumn[],
  rows: readonly (readonly string[])[],
): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(columns.map(({ title }) => title)),
    `|${columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join('|')}|`,
    ...rows.map(row),
  ].join('\n');
}

/** Texts behind their labels, as a table. */
export function labelledMarkdown(
  rows: readonly (readonly [label: string, text: string])[],
): string {
  return markdownTable(
    [{ title: '' }, { title: '' }],
    rows.map((row) => row.map((text) => escapedMarkdown(text))),
  );
}

/** What is shown when it is asked for. @param summary a text */
export function foldedMarkdown(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** What to go on with, each command in a block of its own. */
export function adviceMarkdown(advice: readonly Advice[]): string[] {
  return advice.flatMap(({ says, command }) => [
    escapedMarkdown(says),
    ...(command === undefined ? [] : [fenced(command, 'sh')]),
  ]);
}

/** Blocks, with a line between them. */
export function markdownPage(blocks: readonly string[]): string {
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** The last line: what to quote. */
export function sourceMarkdown(parts: readonly string[]): string {
  return `<sub>${parts.map(escapedMarkdown).join(' · ')}</sub>`;
}
