import { describe, expect, test } from 'vitest';
import { Diagnosing, type Diagnosis } from '../../../src/studies/diagnose/diagnosis.js';
import { leadingRows } from '../../../src/studies/diagnose/judgement.js';
import { RIGHT } from '../../../src/studies/diagnose/mechanisms.js';
import { SMALL, subjectFor } from './calibration.js';

function diagnosed(counts: readonly number[], set: readonly string[]): Diagnosis {
  const subject = subjectFor('issue-24720-in-process', set);
  const diagnosing = new Diagnosing(subject, counts, { seed: 1, replications: 200 });
  while (!diagnosing.advance(1e6)) {
    // Each slice does its part of the work.
  }
  return diagnosing.result();
}

const leaders = (diagnosis: Diagnosis) =>
  leadingRows(diagnosis).flatMap((row) => row.members.map((one) => one.prediction.mechanism.name));

describe('a diagnosis', () => {
  test('of a blind split: right routing is excluded, and what is not recorded leads', () => {
    // With tokens that are known no number of tokens between two others fits as well.
    const blind = diagnosed([31, 29], [...SMALL, 'fleet.groups[0].tokens=20']);
    expect(leaders(blind)).toEqual(['samples not recorded']);
    expect(blind.outcome).toBe('decided');
    expect(blind.experiment).toBeNull();
    const row = blind.rows.find(({ members }) => members[0]?.prediction.mechanism.name === RIGHT);
    expect(row).toMatchObject({ excluded: true, leading: false });
    expect(blind.impossible.map(({ mechanism }) => mechanism.name)).toContain('frozen window');
  });

  test('of very many requests is judged as if of ten thousand with the same shares', () => {
    const subject = subjectFor('issue-24720-in-process', SMALL);
    const luck = { seed: 1, replications: 4 };
    const [few, many] = [
      [1234, 8766],
      [12_340, 87_660],
    ].map((counts) => {
      const diagnosing = new Diagnosing(subject, counts, luck);
      expect(diagnosing.simulated).toBe(10_000);
      for (let i = 0; i < 10; i++) diagnosing.advance(100_000);
      expect(diagnosing.result().rows.length).toBeGreaterThan(0);
      return JSON.stringify(diagnosing.result());
    });
    expect(many).toBe(few);
  });

  test('is the same whatever the slices', () => {
    const subject = subjectFor('issue-24720-in-process', SMALL);
    const luck = { seed: 1, replications: 200 };
    const [large, small] = [1e6, 700].map((slice) => {
      const diagnosing = new Diagnosing(subject, [4, 16], luck);
      while (!diagnosing.advance(slice)) {
        // Each slice does its part of the work.
      }
      return JSON.stringify(diagnosing.result());
    });
    expect(small).toBe(large);
  });

  test('stopped half-way says what is finished, and that it is not all', () => {
    const subject = subjectFor('issue-24720-in-process', SMALL);
    const diagnosing = new Diagnosing(subject, [51, 49], { seed: 1, replications: 200 });
    while (diagnosing.progress < 0.3) diagnosing.advance(1000);
    const half = diagnosing.result();
    expect(half).toMatchObject({ partial: true, outcome: null });
    expect(half.rows.length).toBeGreaterThan(0);
  });
});
