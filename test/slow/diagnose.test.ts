import { describe, expect, test } from 'vitest';
import { diagnosing } from '../../src/studies/diagnose/diagnosis.js';
import { leadingRows } from '../../src/studies/diagnose/judgement.js';
import { subjectFor } from '../studies/diagnose/calibration.js';
import { driven } from '../studies/drive.js';

function diagnosed(scenario: string, counts: readonly number[], set: readonly string[] = []) {
  const subject = subjectFor(scenario, set);
  const result = driven(diagnosing(subject, counts, { seed: 1, replications: 200 }));
  const leaders = leadingRows(result).map((row) =>
    row.members.map((one) => one.prediction.mechanism.name),
  );
  return { ...result, leaders };
}

const BLIND = ['samples not recorded', 'samples not counted'];
const RIGHT = 'routing as it should be';

describe('what the issue asks of a diagnosis', () => {
  test('32 : 8 on one cold burst: it cannot decide', () => {
    const { outcome, rows, experiment } = diagnosed('cold-burst', [32, 8]);
    expect(outcome).toBe('uninformative');
    expect(rows.filter(({ likelihoodRatio }) => likelihoodRatio < 0.5)).toEqual([]);
    expect(experiment?.apart).toBeGreaterThan(15);
  });

  test('79.9 % slow of 800 in one process: not recorded and not counted lead together', () => {
    const { leaders, impossible, rows, experiment } = diagnosed(
      'issue-24720-in-process',
      [639, 161],
    );
    expect(leaders).toEqual([BLIND]);
    expect(impossible.map(({ mechanism }) => mechanism.name)).toEqual([
      "lost updates (the scenario's store)",
    ]);
    const right = rows.find((row) => row.members[0]?.prediction.mechanism.name === RIGHT);
    expect(right?.excluded).toBe(true);
    expect(experiment).toBeNull();
  });

  test('3 % slow: right routing leads', () => {
    const { leaders, outcome } = diagnosed('issue-24720-in-process', [24, 776]);
    expect(leaders[0]?.[0]).toBe(RIGHT);
    expect(outcome).toBe('decided');
  });

  test.each([['processes.count=16'], ['processes.count=1']])(
    'a third slow, the scenario with %s: many processes lead',
    (set) => {
      const { leaders } = diagnosed('issue-24720-in-process', [272, 528], [set]);
      expect(leaders).toEqual([['many processes']]);
    },
  );

  test('the flagship, 72.5 % slow: concurrent flushes come first, longer answers are not ruled out', () => {
    const { leaders } = diagnosed('16x4', [580, 220]);
    expect(leaders).toEqual([['lost updates (concurrent flushes)'], ['per-token normalisation']]);
  });
});
