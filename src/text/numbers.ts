import { type Problem, ScenarioError } from './problems.js';
import { parseDuration, patterns, quoted, uncarried } from './units.js';

/** What the numbers of a file are: times of arrival, durations, or plain numbers. */
export type NumbersKind = 'arrivals' | 'durations' | 'numbers';

/** What a file of numbers may cost to read. */
export const numberLimits = {
  bytes: 256_000_000,
  values: 10_000_000,
  /** Characters of a line. */
  line: 1_000,
  /** Characters of comments and blank lines in a row. */
  idle: 1_000_000,
} as const;

const maxProblems = 50;

/**
 * Reads numbers from the pieces of a text, so that a long file need not be held in memory. A scenario may
 * name any file: of a line that is none of numbers nothing is shown but its length.
 */
export class NumbersReader {
  private values = new Float64Array(1024);
  private count = 0;
  private line = 0;
  private rest = '';
  /** Characters since the last number. */
  private idle = 0;
  private readonly problems: Problem[] = [];
  /** Whether reading on is of no use. */
  stopped = false;

  constructor(
    private readonly file: string,
    private readonly kind: NumbersKind,
  ) {}

  take(piece: string): void {
    const lines = (this.rest + piece).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      if (this.stopped) return;
      this.read(line);
    }
    if (this.rest.length > numberLimits.line) this.read(this.rest);
  }

  /** @throws ScenarioError with all that is wrong. */
  end(): Float64Array {
    if (!this.stopped) this.read(this.rest);
    if (this.problems.length === 0 && this.count === 0) {
      this.problems.push({
        file: this.file,
        message: 'there are no numbers in this file',
        remedy: 'write one number per line',
      });
    }
    if (this.problems.length > 0) throw new ScenarioError(this.problems);
    return this.values.slice(0, this.count);
  }

  private read(line: string): void {
    this.line += 1;
    if (line.length > numberLimits.line) {
      this.stop(`more than ${numberLimits.line} characters`);
      return;
    }
    // The bytes of a byte order mark, as the text comes undecoded.
    const content = this.line === 1 ? line.replace(/^\u00ef\u00bb\u00bf/, '   ') : line;
    const text = content.replace(/#[\s\S]*$/, '').trim();
    if (text === '') {
      this.idle += line.length + 1;
      if (this.idle > numberLimits.idle) {
        this.stop(`more than ${numberLimits.idle / 1e6} MB without a number`);
      }
      return;
    }
    this.idle = 0;
    const column = content.indexOf(text) + 1;
    try {
      this.add(this.valueOf(text));
    } catch (error) {
      this.report(column, (error as Error).message, remedies[this.kind]);
    }
  }

  private valueOf(text: string): number {
    const plain = /^\d+(?:\.\d*)?(?:[eE][+-]?\d{1,3})?$/.test(text);
    const duration = this.kind !== 'numbers' && patterns.duration.test(text);
    if (!plain && !duration) throw new RangeError(whyNone(text, this.kind));
    const value = plain ? Number(text) : parseDuration(text);
    const fault = uncarried(value, !/^[\d.]*[1-9]/.test(text));
    if (fault !== undefined) throw new RangeError(`${quoted(text)} ${fault}`);
    const before = this.values[this.count - 1];
    if (this.kind === 'arrivals' && before !== undefined && value < before) {
      throw new RangeError(`${quoted(text)} is before the arrival above it`);
    }
    return value;
  }

  private add(value: number): void {
    if (this.count === numberLimits.values) {
      this.stopped = true;
      throw new RangeError(`more than ${numberLimits.values} numbers`);
    }
    if (this.count === this.values.length) {
      const larger = new Float64Array(Math.min(numberLimits.values, this.values.length * 2));
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.count] = value;
    this.count += 1;
  }

  /** Reading on is of no use. */
  private stop(message: string): void {
    this.report(1, message, 'write one number per line');
    this.stopped = true;
  }

  private report(column: number, message: string, remedy: string): void {
    this.problems.push({ file: this.file, line: this.line, column, message, remedy });
    if (this.problems.length >= maxProblems) this.stopped = true;
  }
}

/** Why a text is no value, in words that hold no more of it than figures and what is meant as a unit. */
function whyNone(text: string, kind: NumbersKind): string {
  const noun = kind === 'numbers' ? 'number' : 'duration';
  if (text.length <= maxFigures && FIGURES.test(text)) {
    if (kind === 'numbers') return `${quoted(text)} is not a number`;
    parseDuration(text); // says what is wrong with it
  }
  const length = `${text.length} ${text.length === 1 ? 'character' : 'characters'}`;
  return `there is no ${noun} in this line of ${length}`;
}

const maxFigures = 16;
/** Figures and a unit, also one that is none here; or the names of what is no number. */
const FIGURES =
  /^(?:[-+]?[\d.,]+(?:[eE][-+]?\d{1,3})?\s?(?:us|ms|msecs?|s|secs?|seconds?|m|min|mins|minutes?|h|hours?|d|days?|%)?|nan|[-+]?inf(?:inity)?)$/i;

const remedies: Record<NumbersKind, string> = {
  arrivals: 'write times in ascending order, one per line, in seconds or with a unit',
  durations: 'write one duration per line, in seconds or with a unit',
  numbers: 'write one number per line, without a unit, 0 or more',
};
