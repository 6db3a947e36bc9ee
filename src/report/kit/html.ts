import { escaped } from './svg-elements.js';

/** Markup that may stand in a page as it is. Made by `html` alone, or of pictures that latsim has drawn. */
export class Html {
  constructor(readonly markup: string) {}
}

/** What may stand in markup: texts and numbers mean themselves; nothing stands for undefined. */
export type HtmlPart = string | number | Html | undefined | readonly HtmlPart[];

/** Markup in which every text means itself, whatever is in it; between quotation marks, too. */
export function html(markup: readonly string[], ...parts: readonly HtmlPart[]): Html {
  return new Html(markup.map((text, i) => text + partOf(parts[i])).join(''));
}

function partOf(part: HtmlPart): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.markup;
  if (typeof part === 'object') return part.map(partOf).join('');
  return escapedHtml(String(part));
}

/** Text that means itself in HTML; lines become one, and what is not seen is left out. */
export function escapedHtml(text: string): string {
  return escaped(text.replace(/[\r\n\t\u2028\u2029]+/g, ' '));
}
