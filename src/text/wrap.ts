import { withoutUnseen } from './harmless.js';

/** Columns of what people read, whatever the terminal: equal runs give equal bytes. */
export const WIDTH = 80;

/**
 * Breaks a text into lines of at most `width` characters, at spaces; longer words stay whole.
 * Characters that are not seen are left out.
 */
export function wrap(text: string, width: number): string[] {
  return filled(text.split(/\s+/), width);
}

/**
 * The same of a message after a mark: that is not broken, and what the message quotes, such as a path
 * with blanks in it, is not either.
 */
export function wrapMessage(text: string, width: number, mark: string): string[] {
  const quoted = /(?:(?<![\p{L}\p{N}])'[^'\n]*'(?![\p{L}\p{N}])|"[^"\n]*"|\S)+/gu;
  return filled([mark, ...(text.match(quoted) ?? [])], width);
}

function filled(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words.map((one) => withoutUnseen(one))) {
    if (word === '') continue;
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}
