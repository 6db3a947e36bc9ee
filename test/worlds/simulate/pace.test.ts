import { describe, expect, it } from 'vitest';
import { MeasuredPace } from '../../../src/worlds/simulate/pace.js';

const PACE = [
  {
    flushes: [
      [5, 0.1],
      [10, 0.4],
    ],
    trips: {
      read: [
        [5, 0.01, 0.02],
        [5, 0.03, 0.04],
        [10, 0.05, 0.06],
      ],
    },
  },
] as const;

describe('the pace of a process', () => {
  it('is that of the nearest moment that was measured', () => {
    const pace = new MeasuredPace(PACE);
    expect([0, 7.4, 7.6, 99].map((due_s) => pace.lateness_s(0, due_s))).toEqual([
      0.1, 0.1, 0.4, 0.4,
    ]);
  });

  it('gives what is asked for at one moment what was measured at one, in turn', () => {
    const pace = new MeasuredPace(PACE);
    const there_s = [6, 6, 6, 6.5, 9].map((now_s) => pace.trip(0, 'read', now_s)?.[1]);
    expect(there_s).toEqual([0.01, 0.03, 0.01, 0.01, 0.05]);
  });

  it('is not known of what was never measured', () => {
    const pace = new MeasuredPace(PACE);
    expect(pace.trip(0, 'write', 5)).toBeUndefined();
    expect(pace.trip(1, 'read', 5)).toBeUndefined();
    expect(pace.lateness_s(1, 5)).toBe(0);
  });
});
