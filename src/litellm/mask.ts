import type { Problem } from '../text/problems.js';
import { isSetting } from './settings.js';

/** Dashes of a list, a name and its colon, as a line with a setting begins. */
const FIRST_NAME = /^[ \t]*(?:-[ \t]+)*["']?(\w+)["']?[ \t]*:(?=[ \t]|$)/;

/**
 * The problem with an excerpt that shows no more of a line of a configuration than the name of the
 * setting it begins with: all else is an asterisk a character, so that the caret stays in place.
 * Further names are not looked for: behind a value that does not end where it should, a piece of a
 * secret may look like one.
 */
export function masked(problem: Problem): Problem {
  if (problem.sourceLine === undefined) return problem;
  return { ...problem, sourceLine: maskedLine(problem.sourceLine) };
}

function maskedLine(line: string): string {
  const [start, name = ''] = FIRST_NAME.exec(line) ?? [''];
  return isSetting(name) ? start + stars(line.slice(start.length)) : stars(line);
}

function stars(text: string): string {
  return text.replace(/[^ \t]/g, '*');
}
