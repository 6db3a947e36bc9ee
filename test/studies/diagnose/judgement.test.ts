import { describe, expect, test } from 'vitest';
import { type Explanation, judge } from '../../../src/studies/diagnose/judgement.js';
import type { Mechanism } from '../../../src/studies/diagnose/mechanism.js';

const mechanism = (name: string, role?: Mechanism['role']): Mechanism => ({
  name,
  ...(role !== undefined && { role }),
  explanation: '',
  lookAt: '',
  standing: () => ({ kind: 'covered' }),
});

const RIGHT = mechanism('right', 'right');
const COLD = mechanism('cold', 'right');
const BLIND = mechanism('blind', 'blind');
const FAULT = mechanism('fault');

/** 200 replications of 100 requests about a share, two of three within 4 requests; some of them elsewhere. */
function predicts(
  of: Mechanism,
  first: number,
  { freaks = 0, otherStore = null as string | null } = {},
): Explanation {
  const counts = Array.from({ length: 200 }, (_, i) => {
    const own = i < freaks ? 75 + (i % 5) : first - 6 + ((i * 7) % 13);
    return [own, 100 - own];
  });
  return { mechanism: of, parameter: null, settings: [], otherStore, counts };
}

const outcome = (all: readonly Explanation[], first = 75) =>
  judge([first, 100 - first], all).outcome;

describe('the outcome', () => {
  test('is none where only a few freak replications came as far, however many they are', () => {
    for (const freaks of [0, 2, 5, 9, 12]) {
      expect([freaks, outcome([predicts(FAULT, 10, { freaks }), predicts(RIGHT, 20)])]).toEqual([
        freaks,
        'none',
      ]);
    }
  });

  test('is decided where one explains it', () => {
    expect(outcome([predicts(FAULT, 75), predicts(RIGHT, 20)])).toBe('decided');
  });

  test('is not decided against what is neither ruled out nor far less likely', () => {
    expect(outcome([predicts(FAULT, 75), predicts(RIGHT, 69)])).toBe('several');
  });

  test('is decided between harmless ones, also where they predict otherwise', () => {
    expect(outcome([predicts(RIGHT, 75), predicts(COLD, 71)])).toBe('decided');
    expect(outcome([predicts(RIGHT, 75), predicts(FAULT, 69)])).toBe('several');
    expect(outcome([predicts(RIGHT, 75), predicts(BLIND, 75)])).toBe('uninformative');
  });

  test('is decided where faults predict nearly what right routing does, but not random choice', () => {
    expect(outcome([predicts(RIGHT, 75), predicts(FAULT, 72)])).toBe('decided');
    expect(outcome([predicts(RIGHT, 72), predicts(FAULT, 75)])).toBe('decided');
    expect(outcome([predicts(RIGHT, 75), predicts(FAULT, 72), predicts(BLIND, 78)])).toBe(
      'several',
    );
  });

  test('is another store only where all is ruled out on the own one', () => {
    const elsewhere = predicts(BLIND, 75, { otherStore: 'remote' });
    expect(outcome([elsewhere, predicts(RIGHT, 20)])).toBe('other-store');
    expect(outcome([elsewhere, predicts(FAULT, 10, { freaks: 6 })])).toBe('none');
  });
});
