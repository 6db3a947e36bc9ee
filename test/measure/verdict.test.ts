import { describe, expect, test } from 'vitest';
import { constant } from '../../src/kernel/distributions/constant.js';
import {
  distinguishable,
  fastestGroup,
  gravestPossible,
  marginAt,
  trueMean_s,
  type Verdict,
  verdictOf,
  verdictsPossible,
} from '../../src/measure/verdict.js';
import { group, samplesOf } from '../worlds/simulate/experiments.js';

/** The verdict of an interval. */
const judged = (interval: readonly [number, number] | null, share: number, margin: number) =>
  verdictOf(verdictsPossible(interval, share, margin));

/** The verdict over several model groups. */
const over = (...parts: readonly (readonly Verdict[])[]) => verdictOf(gravestPossible(parts));

describe('the verdict, from the share of the fastest group (20 % of deployments, margin 10)', () => {
  test.each([
    [0.85, 0.95, 'differentiated'],
    [0.301, 0.4, 'differentiated'],
    [0.3, 0.4, 'undecided'],
    [0.1, 0.3, 'degraded'],
    [0.15, 0.25, 'degraded'],
    [0.05, 0.25, 'undecided'],
    [0.15, 0.31, 'undecided'],
    [0.02, 0.09, 'inverted'],
    [0.02, 0.1, 'undecided'],
    [0, 1, 'undecided'],
  ] as const)('between %s and %s: %s', (low, high, verdict) => {
    // Quarters of sums of tenths are not exact: the shares are given as they are compared.
    const share = 0.2;
    const margin = 0.1;
    const exact = (value: number): number =>
      value === 0.3 ? share + margin : value === 0.1 ? share - margin : value;
    expect(judged([exact(low), exact(high)], share, margin)).toBe(verdict);
  });

  test('near 0 and 1 the margin leaves room for a preference', () => {
    expect(marginAt(0.2, 0.1)).toBe(0.1);
    expect(marginAt(0.96, 0.1)).toBeCloseTo(0.02, 12);
    expect(marginAt(0.05, 0.1)).toBe(0.025);
    expect(judged([0.999, 1], 0.952, 0.1)).toBe('differentiated');
    expect(judged([0.0005, 0.002], 0.05, 0.1)).toBe('inverted');
  });

  test('without an interval nothing is decided', () => {
    expect(judged(null, 0.2, 0.1)).toBe('undecided');
  });

  test('of several model groups the gravest counts', () => {
    expect(over(['differentiated'], ['degraded'])).toBe('degraded');
    expect(over(['degraded'], ['inverted'])).toBe('inverted');
    expect(over(['not-applicable'], ['differentiated'])).toBe('differentiated');
    expect(over()).toBe('not-applicable');
  });

  test('one that is open leaves all open only where it may be the gravest', () => {
    expect(over(['inverted'], ['inverted', 'degraded'])).toBe('inverted');
    expect(over(['degraded'], ['degraded', 'differentiated'])).toBe('degraded');
    expect(over(['degraded'], ['inverted', 'degraded'])).toBe('undecided');
    expect(over(['differentiated'], ['degraded', 'differentiated'])).toBe('undecided');
  });

  test('what is possible is what the interval reaches', () => {
    expect(verdictsPossible([0.05, 0.25], 0.2, 0.1)).toEqual(['inverted', 'degraded']);
    expect(verdictsPossible([0.25, 0.5], 0.2, 0.1)).toEqual(['degraded', 'differentiated']);
    expect(verdictsPossible(null, 0.2, 0.1)).toEqual(['inverted', 'degraded', 'differentiated']);
  });
});

describe('the fastest group', () => {
  const chat = samplesOf('chat');
  const slow = group('slow', 3, { latency: constant(2), ttft: constant(0.1) });
  const fast = group('fast', 1, { latency: constant(1), ttft: constant(0.5) });

  test('is the one with the lowest mean latency, the first of them on a tie', () => {
    expect(fastestGroup([slow, fast], chat)).toBe(1);
    expect(fastestGroup([slow, slow], chat)).toBe(0);
  });

  test('where requests stream it is the one whose first token comes first', () => {
    expect(fastestGroup([slow, fast], { ...chat, stream: 1 })).toBe(0);
    expect(trueMean_s(slow, { ...chat, stream: 0.5 })).toBeCloseTo(1.05, 12);
  });

  test('timeouts cost all groups the same', () => {
    const samples = { ...chat, timeouts: { rate: 0.1, after_s: 30 } };
    expect(trueMean_s(fast, samples)).toBeCloseTo(3.9, 12);
  });

  test('groups within the buffer of one another cannot be told apart', () => {
    const near = group('near', 1, { latency: constant(1.1) });
    expect(distinguishable([fast, near], chat, 0.1)).toBe(false);
    expect(distinguishable([fast, near], chat, 0.09)).toBe(true);
    expect(distinguishable([fast], chat, 0)).toBe(false);
  });
});

test('a first token that comes after the last counts as the last', () => {
  const late = group('late', 1, { latency: constant(1), ttft: constant(5) });
  expect(trueMean_s(late, { ...samplesOf('chat'), stream: 1 })).toBe(1);
});
