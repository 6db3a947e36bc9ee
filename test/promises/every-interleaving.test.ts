import { describe, expect, it } from 'vitest';
import { loggers } from '../../src/index.js';
import { inProcess } from '../../src/model/stores/in-process.js';
import { explore } from '../../src/worlds/explore/explore.js';
import { DEFAULT_PROGRAM } from '../../src/worlds/explore/program.js';
import { expectExhaustive, expectWithinExhaustive } from '../worlds/explore/agreement.js';

const unlocked = loggers[0]!;

function factorial(n: bigint): bigint {
  return n <= 1n ? 1n : n * factorial(n - 1n);
}

describe('plain read-write tasks on one map of a remote store', () => {
  it.each([
    { tasks: 2, schedules: 6n, lossless: 2n, equal: 12n, distinct: 14n },
    { tasks: 3, schedules: 90n, lossless: 6n, equal: 59n, distinct: 98n },
    { tasks: 4, schedules: 2520n, lossless: 24n, equal: 330n, distinct: 920n },
  ])('$tasks tasks: $schedules schedules', ({ tasks, schedules, lossless, equal, distinct }) => {
    const program = { ...DEFAULT_PROGRAM, logger: unlocked, tasks };
    expect(explore(program)).toMatchObject({ schedules, lossless, states: equal });
    const result = explore({ ...program, samples: 'distinct' });
    expect(result).toMatchObject({ schedules, lossless, states: distinct });
  });

  it('in process there are N! schedules, and none loses anything', () => {
    const store = { ...DEFAULT_PROGRAM, logger: unlocked, tasks: 6 };
    expect(explore({ ...store, store: inProcess })).toMatchObject({
      schedules: 720n,
      lossless: 720n,
      violation: null,
    });
  });

  it('counts past 2^53 exactly', () => {
    const atomic = loggers.find(({ name }) => name === 'atomic')!;
    const program = { ...DEFAULT_PROGRAM, logger: atomic, samplesPerTask: 30 };
    // 60! / 30!^2: the ways to mix two tasks of thirty appends each.
    const schedules = factorial(60n) / (factorial(30n) * factorial(30n));
    expect(explore(program)).toMatchObject({ schedules, lossless: schedules, violation: null });
  });
});

describe('the exhaustive strategy', () => {
  it('agrees with trying every schedule one by one', () => expectExhaustive(60, 150));
});

describe('random walk and PCT', () => {
  it.each(['random', 'pct'] as const)(
    '%s: nothing that the exhaustive one does not find',
    (strategy) => expectWithinExhaustive(strategy, 12, 250),
  );

  it.each(['random', 'pct'] as const)(
    '%s finds the race among many tasks, and shrinks it',
    (strategy) => {
      const program = { ...DEFAULT_PROGRAM, logger: unlocked, tasks: 20 };
      const { violation, bound } = explore(program, { strategy, schedules: 50 });
      expect(bound).toBe('schedules');
      expect(violation).toMatchObject({
        kind: 'lost-update',
        program: { tasks: 2 },
        minimal: true,
      });
    },
  );
});
