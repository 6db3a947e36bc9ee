import { distance } from 'fastest-levenshtein';
import { printable } from './harmless.js';
import { WIDTH, wrapMessage } from './wrap.js';

/** Something wrong with a scenario, where it stands, and what to do about it. */
export interface Problem {
  /** The file as the user named it, or the `--set` argument. */
  readonly file: string;
  /** 1-based; absent where the problem is the file itself. */
  readonly line?: number;
  /** 1-based, in UTF-16 units as editors count. */
  readonly column?: number;
  readonly message: string;
  readonly remedy: string;
  /** What the remedy introduces, one per line. */
  readonly items?: readonly string[];
  /** A command that helps. */
  readonly command?: string;
  /** What was written on the command line is wrong, and not a file. */
  readonly mistyped?: true;
  /** The line at fault, for display under the message. */
  readonly sourceLine?: string;
}

/** Thrown by `loadScenario` and `readNumbers`; holds every problem found, in the order of the file. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(formatProblems(problems));
    this.problems = problems;
  }
}

/** Each problem once: what an alias repeats, or an option that several files are read with. */
export function distinct(problems: readonly Problem[]): Problem[] {
  const key = ({ file, line, column, message }: Problem) =>
    JSON.stringify([file, line, column, message]);
  return [...new Map(problems.map((problem) => [key(problem), problem])).values()];
}

/** More than this many problems help nobody; the rest is counted. */
const shownProblems = 50;

/**
 * All problems as plain text, one paragraph each.
 * @param width where sentences are broken; by default nowhere
 */
export function formatProblems(
  problems: readonly Problem[],
  width = Number.POSITIVE_INFINITY,
): string {
  const shown = problems.slice(0, shownProblems).map((problem) => formatProblem(problem, width));
  const more = problems.length - shown.length;
  if (more > 0) shown.push(`... and ${more} more ${more === 1 ? 'problem' : 'problems'}`);
  return shown.join('\n\n');
}

/** One problem as plain text: place and message, the line with a caret under it, the remedy. */
export function formatProblem(problem: Problem, width = Number.POSITIVE_INFINITY): string {
  const { file, line, column, message, sourceLine, remedy, items = [], command } = problem;
  const place = [file, ...(line === undefined ? [] : [line, column])];
  const lines = hanging(printable(`${place.join(':')}:`), printable(message), width);
  if (sourceLine !== undefined && column !== undefined) lines.push(...excerpt(sourceLine, column));
  const listed = items.flatMap((item) => hanging(`${INDENT}-`, printable(item), width));
  return [
    ...lines,
    ...hanging('  =', printable(remedy), width),
    ...listed,
    ...commandLines(command),
  ].join('\n');
}

/**
 * What to do, and a command alone on its line, which is never broken.
 * @param command as it is to be shown
 */
export function remedyLines(remedy: string, command: string | undefined, width: number): string[] {
  return [...hanging('  =', remedy, width), ...commandLines(command)];
}

function commandLines(command: string | undefined): string[] {
  return command === undefined ? [] : [`${INDENT}${command}`];
}

const INDENT = '    ';

/** A message after a mark, which stays whole; broken where it is too wide, with an indent. */
export function hanging(mark: string, message: string, width: number): string[] {
  if (mark.length + 1 + message.length <= width) return [`${mark} ${message}`];
  const [first = '', ...rest] = wrapMessage(message, width - INDENT.length, mark);
  return [first, ...rest.map((line) => INDENT + line)];
}

/** With its indent, a line of text. */
const excerptWidth = WIDTH - INDENT.length;

/** The line with a caret, cut to a window around the column where it is long. */
function excerpt(sourceLine: string, column: number): string[] {
  const start = sourceLine.length <= excerptWidth ? 0 : Math.max(0, column - excerptWidth / 2);
  const text = printable(sourceLine.slice(start, start + excerptWidth));
  return [`    ${text}`, `    ${' '.repeat(Math.max(0, column - 1 - start))}^`];
}

/** The known name nearest to a misspelt one, if any is near enough to be meant. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > 100) return undefined;
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const steps = distance(name.toLowerCase(), candidate.toLowerCase());
    if (steps < least) {
      least = steps;
      best = candidate;
    }
  }
  return best;
}

/** `did you mean "x"?` where a name is near, else the names to choose from. */
export function suggest(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? useOneOf(known) : `did you mean "${near}"?`;
}

/** The names to choose from, where none of them is meant. */
export function useOneOf(known: readonly string[]): string {
  return `use one of ${known.join(', ')}`;
}
