import { describe, expect, test } from 'vitest';
import type { LogEvidence } from '../../../src/studies/diagnose/evidence.js';
import { changeIn, isFarMore, mostChanged } from '../../../src/studies/diagnose/in-time.js';

/** A log of windows of a minute and ten answers, so many of which are of the first group. */
function log(first: readonly number[], latency_s = 2): LogEvidence {
  return {
    deployments: [{ group: 0, requests: 1, failures: 0, latency_s }],
    course: {
      window_s: 60,
      windows: first.map((own, i) => {
        return { from_s: 60 * i, answers: [own, 10 - own], failures: [0, 0] };
      }),
    },
  } as Partial<LogEvidence> as LogEvidence;
}

const minutes = (count: number, first: number) => new Array<number>(count).fill(first);
const step = [...minutes(20, 8), ...minutes(20, 2)];

describe('the split of a log', () => {
  test('changes half-way', () => {
    expect(changeIn(log(step))).toEqual({ group: 0, at_s: 1200, before: 0.8, after: 0.2 });
  });

  test('changes where most of it is over', () => {
    const change = changeIn(log([...minutes(31, 8), ...minutes(9, 1)]));
    expect(change).toMatchObject({ group: 0, at_s: 1800 });
  });

  test('does not change by little, or by chance, or in a log of a few answers', () => {
    expect(changeIn(log([...minutes(20, 6), ...minutes(20, 5)]))).toBeNull();
    expect(changeIn(log([...minutes(3, 6), ...minutes(3, 2)]))).toBeNull();
    expect(changeIn(log(step, 600))).toBeNull();
    expect(changeIn(log([]))).toBeNull();
  });

  test('changes far more than in replications, or as it may', () => {
    const change = changeIn(log(step));
    if (change === null) throw new Error('it changes');
    expect(isFarMore(change, [0.05, 0.1, 0.07, 0.02])).toBe(true);
    expect(isFarMore(change, [0.05, 0.1, 0.7, 0.02])).toBe(false);
    expect(isFarMore(change, [0.5, 0.1, 0.4, 0.2])).toBe(false);
  });

  test('changes in a replication by the most that any group does after any part', () => {
    const halves = [
      { before: [30, 70], after: [150, 150] },
      { before: [80, 120], after: [100, 100] },
    ];
    expect(mostChanged(halves)).toBeCloseTo(0.2);
    expect(mostChanged([{ before: [1, 9], after: [50, 50] }])).toBe(0);
  });
});
