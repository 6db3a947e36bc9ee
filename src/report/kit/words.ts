import { WIDTH, wrap } from '../../text/wrap.js';

export { list } from '../../text/list.js';

export { WIDTH, wrap };

/**
 * A paragraph that stays within the page, whatever is named in it. Its lines start with `indent` spaces.
 * What is to be copied is not put into one: see `commandText`.
 */
export function paragraph(text: string, indent = 0): string {
  return fold(text, WIDTH - indent)
    .map((line) => ' '.repeat(indent) + line)
    .join('\n');
}

/** Longer labels are clipped: what they name may have any name. */
const LABEL_WIDTH = 32;

/** Texts behind their labels, which stand in a column of their own; indented by two. */
export function labelled(
  rows: readonly (readonly [label: string, text: string])[],
  paint: (label: string) => string,
): string {
  const width = Math.min(LABEL_WIDTH, Math.max(...rows.map(([label]) => label.length)));
  return rows
    .flatMap(([label, text]) =>
      fold(text, WIDTH - width - 4).map(
        (line, i) => `  ${paint((i === 0 ? clipName(label, width) : '').padEnd(width))}  ${line}`,
      ),
    )
    .join('\n');
}

/** Lines of at most `width` characters; a word that is longer goes on in the next line. */
export function fold(text: string, width: number): string[] {
  return wrap(text, width).flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? []);
}

/** Shortens a text to `width` characters, with a mark that something is missing. */
export function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

/**
 * The same for names, which often differ at their end: cut in the middle, where less is lost than of
 * `a-long-group/01` and `a-long-group/02`.
 */
export function clipName(name: string, width: number): string {
  if (name.length <= width) return name;
  const end = Math.floor((width - 1) / 2);
  return `${name.slice(0, width - 1 - end)}…${end === 0 ? '' : name.slice(-end)}`;
}

/** A bar of `width` characters whose filled part is a fraction of it; what is not nothing shows. */
export function bar(fraction: number, width: number): string {
  const filled = Math.min(width, Math.max(0, Math.round(fraction * width)));
  if (filled === 0 && fraction > 0) return `▏${'░'.repeat(width - 1)}`;
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

const LEVELS = '▁▂▃▄▅▆▇█';

/** A line of fractions as block characters, from 0 to 1; a space where there is none. */
export function sparkline(fractions: readonly (number | null)[]): string {
  return fractions
    .map((fraction) =>
      fraction === null
        ? ' '
        : LEVELS[Math.min(LEVELS.length - 1, Math.floor(fraction * LEVELS.length))],
    )
    .join('');
}

/** A sentence's beginning. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
