import { MAX_RECORD } from './records.js';

/** A line, without its end; undefined where it is longer than a row may be. */
export interface LogLine {
  readonly number: number;
  readonly text: string | undefined;
}

/** The lines of a text, one after another. */
export async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<LogLine> {
  let number = 0;
  let rest = '';
  let isOverlong = false;
  const line = (content: string): LogLine => {
    number += 1;
    const isWhole = !isOverlong && content.length <= MAX_RECORD;
    isOverlong = false;
    return { number, text: isWhole ? content.replace(/\r$/, '') : undefined };
  };
  for await (const piece of text) {
    const lines = piece.split('\n');
    const last = lines.pop() as string;
    for (const content of lines) {
      yield line(rest + content);
      rest = '';
    }
    rest += last;
    if (rest.length > MAX_RECORD) {
      isOverlong = true;
      rest = '';
    }
  }
  if (rest !== '' || isOverlong) yield line(rest);
}
