import type { Advice } from '../../text/advice.js';
import { type Html, type HtmlPart, html } from '../kit/html.js';
import { clip } from '../kit/words.js';

/** A command, whole, on a line of its own; the script of the page adds a button that copies it. */
export function commandBlock(command: string): Html {
  return html`<pre class="command" tabindex="0"><code>${commandWords(command)}</code></pre>\n`;
}

/** A command word by word: its lines end between words, and not after the hyphens of an option. */
export function commandWords(command: string): Html {
  const words = command.split(' ');
  return html`${words.map((word, i) => html`${i === 0 ? '' : ' '}<span>${word}</span>`)}`;
}

/** What to go on with, each command on its own line. */
export function adviceBlocks(advice: readonly Advice[]): Html {
  return html`${advice.map(
    ({ says, command }) => html`<p>${says}</p>\n${command && commandBlock(command)}`,
  )}`;
}

/** Paragraphs. */
export function paragraphs(texts: readonly string[], className?: string): Html {
  const of = className === undefined ? undefined : html` class="${className}"`;
  return html`${texts.map((text) => html`<p${of}>${text}</p>\n`)}`;
}

/** Texts longer than this are cut: one may be as long as a file. */
const TEXT_WIDTH = 1000;

/** Texts behind their labels, which are words or names; a label that is empty is the one before. */
export function labelledList(rows: readonly (readonly [label: string, text: string])[]): Html {
  const items = rows.map(([label, text], i) => {
    const term = label === '' && i > 0 ? undefined : html`<dt>${clip(label, 60)}</dt>`;
    return html`${term}<dd>${clip(text, TEXT_WIDTH)}</dd>\n`;
  });
  return html`<dl class="facts">\n${items}</dl>\n`;
}

/** A column of a table. */
export interface HtmlColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** A table that may be wider than the page; the first cell of a row is its head. */
export function dataTable(
  caption: string,
  columns: readonly HtmlColumn[],
  rows: readonly (readonly HtmlPart[])[],
): Html {
  const isRight = (i: number) => columns[i]?.align === 'right';
  const classOf = (i: number) => (isRight(i) ? html` class="figure"` : undefined);
  return html`<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table class="data">
<caption>${caption}</caption>
<thead><tr>${columns.map(({ title }, i) => (title === '' ? html`<td></td>` : html`<th scope="col"${classOf(i)}>${title}</th>`))}</tr></thead>
<tbody>
${rows.map(
  ([first, ...rest]) =>
    html`<tr><th scope="row">${first}</th>${rest.map((cell, i) => html`<td${classOf(i + 1)}>${cell}</td>`)}</tr>\n`,
)}</tbody>
</table></div>
`;
}

/** A picture that may be wider than the page. @param says what is in it */
export function figure(picture: Html, says: string): Html {
  return html`<figure class="wide" tabindex="0" role="region" aria-label="${says}">\n${picture}\n</figure>\n`;
}
