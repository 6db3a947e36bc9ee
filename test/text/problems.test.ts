import { describe, expect, it } from 'vitest';
import { formatProblem, formatProblems, nearest } from '../../src/text/problems.js';
import { problemsOf, sample } from '../scenario/sample.js';

describe('a problem as text', () => {
  it('has place, message, line, caret and remedy', () => {
    expect(formatProblems(problemsOf(sample.replace('duration:', 'duratoin:')))).toBe(
      [
        'test.yaml:1:1: duration is missing',
        '    fleet:',
        '    ^',
        '  = add it: a duration: a number and one of us, ms, s, m, h, d, such as 1622ms or 5m',
        '',
        'test.yaml:10:1: unknown key "duratoin"',
        '    duratoin: 300s',
        '    ^',
        '  = did you mean "duration"?',
      ].join('\n'),
    );
  });

  it('shows a window of a long line, with the caret under its place', () => {
    const sourceLine = `${'x'.repeat(500)}HERE${'y'.repeat(500)}`;
    const [, line, caret] = formatProblem({
      file: 'f',
      line: 1,
      column: 501,
      message: 'm',
      remedy: 'r',
      sourceLine,
    }).split('\n') as [string, string, string];
    expect(line.length).toBeLessThan(110);
    expect(line.slice(caret.indexOf('^')).startsWith('HERE')).toBe(true);
  });

  it('keeps tabs, control and bidirectional characters from the terminal', () => {
    const text = formatProblem({
      file: 'f\u001b]0;x\u0007',
      line: 1,
      column: 2,
      message: 'm\u202e',
      remedy: 'r',
      sourceLine: '\tx\u001b[2J',
    });
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
  });

  it('is cut off after fifty of them', () => {
    const problems = Array.from({ length: 53 }, () => ({ file: 'f', message: 'm', remedy: 'r' }));
    expect(formatProblems(problems)).toMatch(/\.\.\. and 3 more problems$/);
  });
});

describe('the nearest name', () => {
  it('is found within few steps, else none', () => {
    const known = ['title', 'shows', 'duration'];
    expect(nearest('titel', known)).toBe('title');
    expect(nearest('Duration', known)).toBe('duration');
    expect(nearest('xyz', known)).toBeUndefined();
    expect(nearest('x'.repeat(100_000), known)).toBeUndefined();
  });
});
