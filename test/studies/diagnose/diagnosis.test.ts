import { describe, expect, test } from 'vitest';
import { type Diagnosis, diagnosing } from '../../../src/studies/diagnose/diagnosis.js';
import { leadingRows } from '../../../src/studies/diagnose/judgement.js';
import { RIGHT } from '../../../src/studies/diagnose/right.js';
import { driven, stoppedAfter } from '../drive.js';
import { SMALL, subjectFor, TOKENS_KNOWN } from './calibration.js';

function diagnosed(counts: readonly number[], set: readonly string[]): Diagnosis {
  const subject = subjectFor('issue-24720-in-process', set);
  return driven(diagnosing(subject, counts, { seed: 1, replications: 50 }));
}

const leaders = (diagnosis: Diagnosis) =>
  leadingRows(diagnosis).flatMap((row) => row.members.map((one) => one.prediction.mechanism.name));

describe('a diagnosis', () => {
  test('of a blind split: right routing is excluded, and what is not recorded leads', () => {
    // No number of tokens between two others fits as well.
    const blind = diagnosed([31, 29], TOKENS_KNOWN);
    expect(leaders(blind)).toEqual(['samples not recorded', 'strategy not in force']);
    expect(blind.outcome).toBe('same-prediction');
    expect(blind.experiment).toBeNull();
    const row = blind.rows.find(({ members }) => members[0]?.prediction.mechanism.name === RIGHT);
    expect(row).toMatchObject({ excluded: true, leading: false });
    expect(blind.impossible.map(({ mechanism }) => mechanism.name)).toContain('frozen window');
  });

  test('of a split that nothing makes comes to the same with any luck, and decides nothing', () => {
    const set = [1, 1].flatMap((deployments, g) => [
      `fleet.groups[${g}].deployments=${deployments}`,
      `fleet.groups[${g}].tokens=150`,
    ]);
    const subject = subjectFor('issue-24720-in-process', [...SMALL, ...set]);
    for (const seed of [1, 2, 3]) {
      const { outcome } = driven(diagnosing(subject, [45, 15], { seed, replications: 50 }));
      expect([seed, outcome]).toEqual([seed, 'none']);
    }
  });

  test('of very many requests is judged as if of ten thousand with the same shares', () => {
    const subject = subjectFor('issue-24720-in-process', SMALL);
    const replications = { seed: 1, replications: 2 };
    const [few, many] = [
      [1234, 8766],
      [12_340, 87_660],
    ].map((counts) => {
      const diagnosis = driven(diagnosing(subject, counts, replications), stoppedAfter(1));
      expect(diagnosis.simulated).toBe(10_000);
      expect(diagnosis.rows.length).toBeGreaterThan(0);
      return JSON.stringify(diagnosis);
    });
    expect(many).toBe(few);
  });

  test('stopped half-way says what is finished, and that it is not all', () => {
    const subject = subjectFor('issue-24720-in-process', SMALL);
    const replications = { seed: 1, replications: 200 };
    const half = driven(diagnosing(subject, [51, 49], replications), stoppedAfter(4));
    expect(half).toMatchObject({ partial: true, outcome: null });
    expect(half.rows.length).toBeGreaterThan(0);
  });
});
