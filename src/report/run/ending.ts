import { fenced, foldedMarkdown, labelledMarkdown, sourceMarkdown } from '../kit/markdown.js';
import type { Heading } from './heading.js';

/**
 * How the Markdown of a run or a comparison ends: with the command that repeats it, what was run, and
 * what to quote.
 * @param source what somebody needs who quotes it
 */
export function endingMarkdown(
  again: string,
  { title, setting }: Pick<Heading, 'title' | 'setting'>,
  source: readonly string[],
): string[] {
  const titled = title === undefined ? [] : [['title', title] as const];
  return [
    'To repeat it:',
    fenced(again, 'sh'),
    foldedMarkdown('What was run', labelledMarkdown([...titled, ...setting])),
    sourceMarkdown(source),
  ];
}
