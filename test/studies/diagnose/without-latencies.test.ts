import { describe, expect, test } from 'vitest';
import { overridesOf } from '../../../src/scenario/override.js';
import { type Diagnosis, diagnosing } from '../../../src/studies/diagnose/diagnosis.js';
import { leadingRows } from '../../../src/studies/diagnose/judgement.js';
import { rightRouting } from '../../../src/studies/diagnose/right.js';
import { WITHOUT_LATENCIES } from '../../../src/studies/diagnose/without-latencies.js';
import { driven } from '../drive.js';
import { subjectFor } from './calibration.js';

/** One slow deployment and one fast, a request a second: some overlap. */
const TWO = [
  'router.strategy=least-busy',
  'fleet.groups[0].deployments=1',
  'fleet.groups[1].deployments=1',
  'load={kind: poisson, rate: 1/s}',
];

function diagnosed(counts: readonly number[], set: readonly string[] = TWO): Diagnosis {
  const subject = subjectFor('issue-24720-in-process', set);
  return driven(diagnosing(subject, counts, { seed: 1, replications: 60 }));
}

const namesOf = (diagnosis: Diagnosis) =>
  leadingRows(diagnosis).flatMap((row) => row.members.map((one) => one.prediction.mechanism.name));

describe('a diagnosis of a strategy that reads no latencies', () => {
  const even = diagnosed([30, 30]);

  test('has mechanisms of counts, none of latencies', () => {
    const { rows, otherStore, impossible } = even;
    const named = [...rows, ...otherStore].flatMap(({ members }) =>
      members.map(({ prediction }) => prediction.mechanism.name),
    );
    expect([...named, ...impossible.map(({ mechanism }) => mechanism.name)].sort()).toEqual([
      'calls counted too late',
      'calls that are never counted',
      'counts below zero',
      'counts of one process each',
      'requests that hardly overlap',
      'routing as it should be',
      'strategy not in force',
    ]);
  });

  test('a split that the strategy gives on this traffic is no fault', () => {
    const right = even.rows.find(({ members }) =>
      members.some(({ prediction }) => prediction.mechanism.role === 'right'),
    );
    const [slow = 0] = right?.head.distribution.shares ?? [];
    const own = Math.round(60 * slow);
    expect(namesOf(diagnosed([own, 60 - own]))).toContain('routing as it should be');
  });

  test('nearly all to the first: right routing is ruled out, and no cause is made up', () => {
    const diagnosis = diagnosed([57, 3]);
    expect(diagnosis.outcome).not.toBe('decided');
    expect(namesOf(diagnosis)).toEqual(
      expect.arrayContaining(['counts of one process each', 'requests that hardly overlap']),
    );
    expect(namesOf(diagnosis)).not.toContain('routing as it should be');
  });

  test('has no lighter traffic where users wait for answers', () => {
    const closed = [...TWO.slice(0, 3), 'load={kind: closed, users: 4, think: 1s}'];
    const lighter = WITHOUT_LATENCIES.find(({ name }) => name === 'requests that hardly overlap');
    expect(lighter?.standing(subjectFor('issue-24720-in-process', closed))).toMatchObject({
      kind: 'impossible',
      reason: expect.stringContaining('closed'),
    });
  });
});

describe('right routing of a fleet with an order', () => {
  const set = ['fleet.groups[0].order=1', 'fleet.groups[1].order=2'];
  const overrides = (...more: readonly string[]) =>
    overridesOf(rightRouting(subjectFor('issue-24720-in-process', [...set, ...more])), {
      listed: false,
    });

  test('does not let it count where the release does not look at it', () => {
    expect(overrides()).toEqual([
      'fleet.groups[0].order=0',
      'fleet.groups[1].order=0',
      'router.profile=v1.110.2',
    ]);
  });

  test.each(['router.enable_pre_call_checks=true', 'router.profile=v1.110.2'])(
    'leaves it where it counts: %s',
    (counts) => {
      expect(overrides(counts).join()).not.toContain('order');
    },
  );
});
