import type { Problem } from '../text/problems.js';
import { isSetting } from './settings.js';

/** A name and its colon, as settings begin. */
const NAME = /(?<![\w.-])(\w+)["']?[ \t]*:(?=[ \t]|$)/g;
/** Dashes of a list at the start of a line. */
const DASHES = /^[ \t]*(?:-[ \t]+)*/;

/**
 * The problem with an excerpt that shows no more of a line of a configuration than the names of
 * settings: all else is an asterisk a character, so that the caret stays in place.
 */
export function masked(problem: Problem): Problem {
  if (problem.sourceLine === undefined) return problem;
  return { ...problem, sourceLine: maskedLine(problem.sourceLine) };
}

function maskedLine(line: string): string {
  let text = '';
  let end = 0;
  for (const { 0: found, 1: name = '', index } of line.matchAll(NAME)) {
    if (!isSetting(name)) continue;
    const between = line.slice(end, index);
    text += end === 0 && between === DASHES.exec(line)?.[0] ? between : stars(between);
    text += found;
    end = index + found.length;
  }
  return text + stars(line.slice(end));
}

function stars(text: string): string {
  return text.replace(/[^ \t]/g, '*');
}
