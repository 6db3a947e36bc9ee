import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../../src/files/load.js';
import type { CourseWindow, LogEvidence } from '../../../src/studies/diagnose/evidence.js';
import { notRouting, requestsIn, without } from '../../../src/studies/diagnose/not-routing.js';
import { subjectOf } from '../../../src/studies/diagnose/subject.js';

const subject = subjectOf(loadScenario('16x4'), 0);
const WINDOW_S = 15;

/** A log in which slow, fast and failed requests end so in each window. */
function logOf(
  course: readonly (readonly [slow: number, fast: number, failed?: number])[],
): LogEvidence {
  const windows = course.map(
    ([slow, fast, failed = 0], i): CourseWindow => ({
      from_s: i * WINDOW_S,
      answers: [slow, fast],
      failures: [0, failed],
    }),
  );
  const sum = (of: 'answers' | 'failures', g: number) =>
    windows.reduce((total, one) => total + (one[of][g] as number), 0);
  const failures = sum('failures', 1);
  const answers = { calls: { chat: sum('answers', 0) + sum('answers', 1), messages: 0, other: 0 } };
  return {
    requests: answers.calls.chat + failures,
    timeouts: 0,
    failures,
    ...answers,
    withoutTokens: 0,
    overlapping: 0,
    groups: [0, 1].map((g) => ({
      requests: sum('answers', g) + sum('failures', g),
      calls: { chat: sum('answers', g), messages: 0, other: 0 },
      withoutTokens: 0,
      tokens: 100,
    })),
    deployments: [],
    course: { window_s: WINDOW_S, windows },
  };
}

const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);
const USUAL = [2, 30] as const;
const found = (log: LogEvidence) => notRouting({ log, map: null }, subject);

describe('what is no matter of routing', () => {
  test('is a time in which requests fail and a group answers hardly any', () => {
    const course = [...times(10, USUAL), [8, 7, 20], ...times(14, [33, 1]), ...times(5, USUAL)];
    const log = logOf(course as [number, number][]);
    expect(found(log)).toMatchObject({
      kind: 'stretch',
      group: 1,
      from_s: 10 * WINDOW_S,
      to_s: 25 * WINDOW_S,
      failures: 20,
      failing: true,
    });
  });

  test('is such a time at the end, if requests fail in it', () => {
    const course = [...times(20, USUAL), ...times(6, [30, 0, 2])];
    expect(found(logOf(course as [number, number][]))).toMatchObject({ to_s: 26 * WINDOW_S });
    const clean = [...times(20, USUAL), ...times(6, [30, 0])];
    expect(found(logOf(clean as [number, number][]))).toBeNull();
  });

  test('may be such a time without a failure: what was retried leaves no row', () => {
    const course = [...times(10, USUAL), ...times(10, [33, 1]), ...times(10, USUAL)];
    expect(found(logOf(course as [number, number][]))).toMatchObject({
      failing: false,
      failures: 0,
    });
  });

  test('is not a beginning in which all are tried, nor a router that goes to and fro', () => {
    const start = [...times(3, [30, 3]), ...times(27, USUAL)];
    expect(found(logOf(start as [number, number][]))).toBeNull();
    const flips = times(10, [...times(4, [30, 2]), ...times(4, [2, 30])]).flat();
    expect(found(logOf(flips as [number, number][]))).toBeNull();
    expect(found(logOf(times(30, [25, 7])))).toBeNull();
  });

  test('is a log of which most has failed, and a single deployment', () => {
    expect(found(logOf(times(10, [2, 3, 9])))).toMatchObject({ kind: 'failures', failures: 90 });
    const groups = subject.modelGroup.groups.slice(0, 1).map((one) => ({ ...one, deployments: 1 }));
    const alone = { ...subject, modelGroup: { ...subject.modelGroup, groups } };
    expect(notRouting({ log: null, map: null }, alone)).toEqual({ kind: 'one-deployment' });
  });

  test('is left out of what the mechanisms are judged by', () => {
    const course = [...times(10, USUAL), ...times(10, [33, 1, 2]), ...times(10, USUAL)];
    const log = logOf(course as [number, number][]);
    const stretch = found(log);
    if (stretch?.kind !== 'stretch') throw new Error('there is one');
    expect(requestsIn(log, stretch)).toEqual([330, 30]);
    expect(without(log, stretch).course.windows).toHaveLength(20);
  });

  test('is found in a log of any length without taking long', () => {
    const course = [...times(4000, USUAL), ...times(600, [33, 0, 1]), ...times(4000, USUAL)];
    expect(found(logOf(course as [number, number][]))).toMatchObject({ failing: true });
  });
});
